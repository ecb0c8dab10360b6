"""As much of Django as the views need, under Django's names, so that the example runs without it."""

import re
import traceback
from html import escape  # noqa: F401  Django's: django.utils.html.escape
from http import HTTPStatus
from socketserver import ThreadingMixIn
from urllib.parse import parse_qsl
from wsgiref.headers import Headers
from wsgiref.simple_server import WSGIServer


class HttpRequest:
    def __init__(self, environ):
        # WSGI gives the bytes of a path as if they were Latin-1.
        self.path = environ["PATH_INFO"].encode("latin-1").decode()
        self.method = environ["REQUEST_METHOD"]
        self.body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        sent = [(name[5:].replace("_", "-"), value) for name, value in environ.items() if name.startswith("HTTP_")]
        self.headers = Headers(sent)

    @property
    def POST(self):
        return dict(parse_qsl(self.body.decode()))


class HttpResponse:
    def __init__(self, content="", status=200):
        self.content, self.status, self.headers = content.encode(), HTTPStatus(status), {}
        self.headers["Content-Type"] = "text/html; charset=utf-8"


class HttpResponseRedirect(HttpResponse):
    def __init__(self, address):
        super().__init__(status=302)
        self.headers["Location"] = address


def require_POST(view):
    return lambda request, **names: view(request, **names) if request.method == "POST" else HttpResponse(status=405)


def csrf_exempt(view):
    return view


def path(route, view):
    return re.compile("/" + re.sub(r"<str:(\w+)>", r"(?P<\1>[^/]+)", route)), view


def application(urlpatterns):
    def run(environ, start_response):
        response = answer(urlpatterns, HttpRequest(environ))
        start_response(f"{response.status.value} {response.status.phrase}", list(response.headers.items()))
        return [response.content]

    return run


def answer(urlpatterns, request):
    for pattern, view in urlpatterns:
        match = pattern.fullmatch(request.path)
        if match is None:
            continue
        try:
            return view(request, **match.groupdict())
        except Exception:
            traceback.print_exc()
            return HttpResponse("That did not work just now.", status=500)
    return HttpResponse("There is no such page.", status=404)


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True
