# In a Django project: from django.urls import path
import views
from standin import path

urlpatterns = [
    path("users/<str:user>/", views.account),
    path("users/<str:user>/telegram/", views.connect),
    path("users/<str:user>/orders/", views.order),
    path("orders/<str:id>/", views.show_order),
    path("bellwire/", views.hear),
]
