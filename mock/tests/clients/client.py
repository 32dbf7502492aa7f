"""twilio-python against the mock: every request goes through a custom HTTP client, as its documentation describes.

Usage: client.py MOCK ACCOUNT KEY SECRET RECEIVER CLIENT_ID CLIENT_SECRET ORGANIZATION. Prints one line per step; a step that fails ends it.
"""
import datetime
import sys

from twilio.base.exceptions import TwilioRestException
from twilio.credential.client_credential_provider import ClientCredentialProvider
from twilio.credential.orgs_credential_provider import OrgsCredentialProvider
from twilio.http import HttpClient
from twilio.http.client_token_manager import ClientTokenManager
from twilio.http.http_client import TwilioHttpClient
from twilio.http.orgs_token_manager import OrgTokenManager
from twilio.rest import Client

mock, account, key, secret, receiver, client_id, client_secret, organization = sys.argv[1:]


class ToMock(HttpClient):
    """Puts the product's host before the path, where the mock reads it."""

    def __init__(self):
        super().__init__(None, False, None)
        self.inner = TwilioHttpClient()

    def request(self, method, url, *args, **kwargs):
        url = url if url.startswith(mock) else url.replace("https://", mock + "/", 1)
        return self.inner.request(method, url, *args, **kwargs)


client = Client(key, secret, account, http_client=ToMock())


def refused(status, code, call):
    try:
        call()
    except TwilioRestException as problem:
        assert (problem.status, problem.code) == (status, code), problem
    else:
        raise AssertionError(f"not refused with {status}")


def messages():
    made = client.messages.create(
        to="+15558675310", from_="+15017122661", body="Ahoy: é & =", status_callback=receiver
    )
    assert made.sid.startswith("SM") and made.body == "Ahoy: é & =" and made.account_sid == account, made
    assert isinstance(made.date_created, datetime.datetime), made.date_created
    again = client.messages(made.sid).fetch()
    assert (again.sid, again.to) == (made.sid, "+15558675310")
    picture = client.messages.create(
        to="+15558675310", messaging_service_sid="MG" + "0" * 32, media_url=["https://e.com/1", "https://e.com/2"]
    )
    assert picture.sid.startswith("MM") and picture.num_media == "2", picture.num_media
    assert len(client.messages(picture.sid).media.list()) == 2
    for number in range(5):
        client.messages.create(to="+15558675311", from_="+15017122661", body=str(number))
    found = client.messages.list(to="+15558675311", page_size=2)
    assert [one.body for one in found] == ["4", "3", "2", "1", "0"], [one.body for one in found]
    first = client.messages.page(to="+15558675311", page_size=2)
    client.messages.create(to="+15558675311", from_="+15017122661", body="between")
    rest = first.next_page()
    assert [one.body for one in rest] == ["2", "1"], "an insert between pages shifts nothing"
    today = datetime.datetime.now(datetime.timezone.utc)
    assert len(client.messages.list(date_sent_after=today - datetime.timedelta(days=1), limit=3)) == 3
    assert client.messages.list(date_sent_before=today - datetime.timedelta(days=1)) == []
    emptied = client.messages(made.sid).update(body="")
    assert emptied.body == "" and client.messages(made.sid).fetch().body == ""
    assert client.messages(made.sid).delete()
    refused(404, 20404, client.messages(made.sid).fetch)
    refused(400, 21604, lambda: client.messages.create(to="", from_="+15017122661", body="x"))
    refused(400, 21211, lambda: client.messages.create(to="five", from_="+15017122661", body="x"))


def call(to):
    return client.calls.create(to=to, from_="+15017122661", url="https://example.com/twiml")


def paged(resource, make, **filters):
    """Five things, listed in pages of two, come as the names under which they were made."""
    names = [f"thing {number}" for number in range(5)]
    for name in names:
        make(name)
    found = [one for one in resource.list(page_size=2, **filters)]
    assert len({one.sid for one in found}) == len(found) == 5, found
    page, sizes = resource.page(page_size=2, **filters), []
    while page is not None:
        sizes.append(len(list(page)))
        page = page.next_page()
    assert sizes == [2, 2, 1], sizes
    return sorted(getattr(one, "unique_name", None) or one.friendly_name for one in found) == names


def calls():
    made = client.calls.create(
        to="+15558675310",
        from_="+15017122661",
        url="https://example.com/twiml",
        status_callback=receiver,
        status_callback_event=["initiated", "answered", "completed"],
    )
    assert made.sid.startswith("CA") and made.status in ("queued", "ringing", "in-progress", "completed"), made.status
    assert client.calls(made.sid).fetch().to == "+15558675310"
    assert [one.sid for one in client.calls.list(limit=1)] == [made.sid]
    assert client.calls(made.sid).update(twiml="<Response><Hangup/></Response>").sid == made.sid
    # One call is placed in a second: those after it wait, so that each can be canceled.
    waiting = [call("+15558675312").sid for _ in range(5)]
    found = client.calls.list(to="+15558675312", page_size=2)
    assert [one.sid for one in found] == waiting[::-1], found
    first = client.calls.page(to="+15558675312", page_size=2)
    between = call("+15558675312").sid
    assert [one.sid for one in first.next_page()] == waiting[2:0:-1]
    for sid in [*waiting, between]:
        assert client.calls(sid).update(status="canceled").status == "canceled"
        assert client.calls(sid).fetch().status == "canceled"
    assert len(client.calls.list(status="canceled", page_size=2)) == 6
    assert client.calls(made.sid).delete()
    refused(404, 20404, client.calls(made.sid).fetch)


def verifications():
    service = client.verify.v2.services.create(friendly_name="Shop")
    sent = service.verifications.create(to="+15558675310", channel="sms")
    assert sent.status == "pending" and sent.sid.startswith("VE"), sent
    assert client.verify.v2.services(service.sid).verifications(sent.sid).fetch().to == "+15558675310"
    checked = client.verify.v2.services(service.sid).verification_checks.create(to="+15558675310", code="000")
    assert checked.status in ("pending", "approved"), checked.status
    again = client.verify.v2.services(service.sid).verifications.create(to="+15558675313", channel="sms")
    canceled = client.verify.v2.services(service.sid).verifications(again.sid)
    assert canceled.update(status="canceled").status == "canceled"
    assert canceled.fetch().status == "canceled"
    assert client.verify.v2.services(service.sid).update(friendly_name="Other").friendly_name == "Other"
    assert client.verify.v2.services(service.sid).fetch().friendly_name == "Other"
    assert client.verify.v2.services(service.sid).delete()
    assert paged(client.verify.v2.services, lambda name: client.verify.v2.services.create(friendly_name=name))


def conversations():
    made = client.conversations.v1.conversations.create(friendly_name="Talk", x_twilio_webhook_enabled="true")
    assert made.sid.startswith("CH"), made.sid
    said = made.messages.create(author="me", body="hello", x_twilio_webhook_enabled="true")
    assert said.conversation_sid == made.sid
    assert [one.body for one in client.conversations.v1.conversations(made.sid).messages.list()] == ["hello"]
    changed = client.conversations.v1.conversations(made.sid).update(
        friendly_name="Talk 2", x_twilio_webhook_enabled="false"
    )
    assert changed.friendly_name == "Talk 2"
    assert client.conversations.v1.conversations(made.sid).fetch().friendly_name == "Talk 2"
    assert len(client.conversations.v1.conversations.list(limit=5)) == 1
    assert client.conversations.v1.conversations(made.sid).delete(x_twilio_webhook_enabled="true")
    refused(404, 20404, client.conversations.v1.conversations(made.sid).fetch)
    of = client.conversations.v1.conversations
    assert paged(of, lambda name: of.create(unique_name=name, x_twilio_webhook_enabled="false"))


def documents():
    service = client.sync.v1.services.create(friendly_name="State")
    made = service.documents.create(unique_name="one", data={"count": 1})
    assert made.data == {"count": 1} and made.revision == "0", made.revision
    by_name = client.sync.v1.services(service.sid).documents("one")
    changed = by_name.update(data={"count": 2}, if_match=made.revision)
    assert changed.data == {"count": 2} and changed.revision == "1", changed.revision
    refused(412, 20412, lambda: by_name.update(data={"count": 3}, if_match=made.revision))
    assert by_name.fetch().data == {"count": 2}
    refused(409, 54301, lambda: service.documents.create(unique_name="one"))
    assert by_name.delete() and service.documents.list() == []
    assert paged(service.documents, lambda name: service.documents.create(unique_name=name, data={"name": name}))


def rooms():
    made = client.video.v1.rooms.create(unique_name="daily", type="group", record_participants_on_connect=True)
    assert made.sid.startswith("RM") and made.status == "in-progress", made.status
    assert client.video.v1.rooms("daily").fetch().sid == made.sid
    assert client.video.v1.rooms(made.sid).update(status="completed").status == "completed"
    assert [one.sid for one in client.video.v1.rooms.list(status="completed", limit=3)] == [made.sid]
    assert client.video.v1.rooms(made.sid).fetch().status == "completed"
    assert paged(client.video.v1.rooms, lambda name: client.video.v1.rooms.create(unique_name=name), status="in-progress")


def with_token(provider, manager, identity, password):
    """A client that gets its bearer tokens from the mock, through the token manager that the provider takes."""
    tokens = manager("client_credentials", identity, password)
    tokens.client = Client(http_client=ToMock())
    credentials = provider(identity, password, tokens)
    return Client(account_sid=account, http_client=ToMock(), credential_provider=credentials)


def tokens():
    for provider, manager in [(ClientCredentialProvider, ClientTokenManager), (OrgsCredentialProvider, OrgTokenManager)]:
        own = with_token(provider, manager, client_id, client_secret)
        made = own.messages.create(to="+15558675310", from_="+15017122661", body="with a token")
        assert own.messages(made.sid).fetch().body == "with a token"
        refused(401, 20003, own.api.v2010.accounts(account).fetch)
        if organization:
            found = own.preview_iam.organization(organization).accounts(account).fetch()
            assert found.account_sid == account, found.account_sid
        wrong = with_token(provider, manager, client_id, "wrong")
        refused(401, 20003, lambda: wrong.messages.list(limit=1))


for step in [messages, calls, verifications, conversations, documents, rooms, tokens]:
    step()
    print("done", step.__name__)
