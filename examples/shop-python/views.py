"""A shop whose customers hear of their orders in Telegram."""

import uuid

# In a Django project these come from Django; README.md says from where.
import settings
from standin import HttpResponse, HttpResponseRedirect, csrf_exempt, escape, require_POST

from bellwire import Bellwire, NotFromBellwire, read_call

bellwire = Bellwire(settings.BELLWIRE_URL, settings.BELLWIRE_KEY)

# In a Django project: models. ORDERS: by id, what was ordered; REPLIES: by user; HANDLED: ids of calls.
ORDERS, REPLIES, HANDLED = {}, {}, set()

WORDS = {"sent": "told you in Telegram", "parked": "is told when you can be reached", "failed": "could not be told"}


# In a real shop `request.user` says who asks, never the address: whoever opens a link reads this user's notifications.
def account(request, user):
    replies = "".join(f"<p>You wrote: {escape(text)}</p>" for text in REPLIES.get(user, []))
    # In a Django template each form has {% csrf_token %}.
    return HttpResponse(
        f"<h1>{escape(user)}</h1>{replies}"
        '<form method="post" action="telegram/"><button>Connect Telegram</button></form>'
        '<form method="post" action="orders/"><input name="what" aria-label="What" required><button>Order</button></form>'
    )


@require_POST
def connect(request, user):
    link = bellwire.make_link(user)
    url, picture = escape(link["url"]), escape(link["qr"])
    return HttpResponse(f'<a href="{url}">{url}</a><img src="{picture}" alt="The same address as a QR code">')


@require_POST
def order(request, user):
    id = f"order-{uuid.uuid4()}"
    ORDERS[id] = request.POST["what"]
    bellwire.notify(id, user, f"Thank you! Your order: {ORDERS[id]}", category="orders")
    return HttpResponseRedirect(f"/orders/{id}/")


def show_order(request, id):
    if id not in ORDERS:
        return HttpResponse("There is no such order.", status=404)
    notification = bellwire.what_became_of(id)
    words = WORDS.get(notification["state"], "is on its way")
    if notification.get("reason") == "unlinked":
        words = "is told as soon as you connect Telegram"
    return HttpResponse(f"<h1>{id}</h1><p>{escape(ORDERS[id])}: {words}</p>")


@csrf_exempt
@require_POST
def hear(request):
    """Bellwire's WEBHOOK_URL. An error makes Bellwire call again later."""
    try:
        event = read_call(settings.WEBHOOK_SECRET, request.headers, request.body)
    except NotFromBellwire:
        return HttpResponse(status=401)
    call_id, data = request.headers["webhook-id"], event["data"]
    # In a Django project: HANDLED is a table with a unique column, written in the transaction of what is done.
    if call_id not in HANDLED:
        # Bellwire gives a user id of digits as a number.
        if event["type"] == "recipient.linked":
            bellwire.notify(f"welcome-{call_id}", str(data["user_id"]), "Welcome! You hear of your orders here.")
        elif event["type"] == "recipient.replied":
            REPLIES.setdefault(str(data["user_id"]), []).append(data["text"])
        HANDLED.add(call_id)
    return HttpResponse(status=204)
