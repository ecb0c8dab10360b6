"""In a Django project: python3 manage.py runserver."""

import os
from wsgiref.simple_server import make_server

from standin import ThreadingServer, application
from urls import urlpatterns

port = int(os.environ.get("PORT", "4000"))
print(f"http://127.0.0.1:{port}/users/bea/", flush=True)
make_server("127.0.0.1", port, application(urlpatterns), server_class=ThreadingServer).serve_forever()
