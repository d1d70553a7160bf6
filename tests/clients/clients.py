"""MSAL Python against the embedded tenant, and a passkey made with the fido2 library.

Takes the description of the running tenant; prints a line for each case and ends with 1 if any failed.
"""

import html
import json
import os
import re
import ssl
import sys
import traceback
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import jwt
import msal
import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

with open(sys.argv[1], encoding="utf-8") as file:
    TENANT = json.load(file)
ADDRESS = TENANT["address"]
CA_FILE = TENANT["caFile"]
# Where it is set, requests prefers it to what a session was told.
os.environ["REQUESTS_CA_BUNDLE"] = CA_FILE
# Any port will do for this address; nothing listens there.
REDIRECT = "http://localhost:45455"
SCOPES = ["User.Read", "UserAuthenticationMethod.ReadWrite", "UserAuthMethod-Passkey.ReadWrite"]


def client(name):
    """A registered client of this name, as MSAL makes it."""
    known = next(client for client in TENANT["clients"] if client["name"] == name)
    options = {
        "authority": f"{ADDRESS}/{TENANT['tenantId']}",
        "instance_discovery": False,
        "verify": CA_FILE,
    }
    if known["secret"] is None:
        return msal.PublicClientApplication(known["clientId"], **options)
    return msal.ConfidentialClientApplication(
        known["clientId"], client_credential=known["secret"], **options
    )


def person(name):
    return next(p for p in TENANT["people"] if p["account"].startswith(name + "@"))


def sign_in(address, name):
    """Fills in the sign-in page by its forms; the parameters that lead back to the client."""
    browser = requests.Session()
    browser.verify = CA_FILE
    page = browser.get(address)
    for typed in (
        {"account": person(name)["account"], "action": "next"},
        {"pass": person(name)["pass"], "action": "sign_in"},
    ):
        fields = {
            attribute(tag, "name"): attribute(tag, "value")
            for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page.text)
        }
        form = re.search(r'<form[^>]*method="post"[^>]*>', page.text).group()
        target = urljoin(page.url, attribute(form, "action"))
        page = browser.post(target, data=fields | typed, allow_redirects=False)
    back = page.headers["location"]
    assert back.startswith(REDIRECT), back
    return dict(parse_qsl(urlsplit(back).query))


def attribute(tag, name):
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return html.unescape(found.group(1)) if found else ""


def begin(application, changes=None):
    """A sign-in up to the code: MSAL's flow and what came back."""
    flow = application.initiate_auth_code_flow(SCOPES, redirect_uri=REDIRECT, prompt="login")
    parts = urlsplit(flow["auth_uri"])
    query = dict(parse_qsl(parts.query)) | (changes or {})
    return flow, sign_in(urlunsplit(parts._replace(query=urlencode(query))), "ada")


def signs_in_and_refreshes(application):
    flow, back = begin(application)
    first = application.acquire_token_by_auth_code_flow(flow, back)
    assert "access_token" in first, first
    assert first["id_token_claims"]["preferred_username"] == person("ada")["account"]
    account = application.get_accounts()[0]
    cached = application.acquire_token_silent(SCOPES, account)
    assert cached["access_token"] == first["access_token"]
    fresh = application.acquire_token_silent(SCOPES, account, force_refresh=True)
    assert fresh["access_token"] != first["access_token"]
    assert graph("GET", "/me", fresh["access_token"]).status_code == 200


def graph(method, path, token, body=None):
    headers = {"authorization": f"Bearer {token}"}
    return requests.request(
        method, f"{ADDRESS}/v1.0{path}", headers=headers, json=body, verify=CA_FILE
    )


def a_public_client_signs_in_with_code_and_pkce_and_refreshes_silently():
    signs_in_and_refreshes(client("Local tools"))


def a_confidential_client_signs_in_with_code_and_pkce_and_refreshes_silently():
    signs_in_and_refreshes(client("Local server"))


def an_id_token_for_another_nonce_is_refused_by_the_client():
    application = client("Local tools")
    flow, back = begin(application, {"nonce": "somebody-else's"})
    try:
        application.acquire_token_by_auth_code_flow(flow, back)
    except RuntimeError as error:
        assert "nonce" in str(error), error
    else:
        raise AssertionError("it was not refused")


def an_id_token_verifies_for_its_own_audience_and_no_other():
    application = client("Local tools")
    flow, back = begin(application)
    token = application.acquire_token_by_auth_code_flow(flow, back)["id_token"]
    metadata = requests.get(
        f"{ADDRESS}/{TENANT['tenantId']}/v2.0/.well-known/openid-configuration", verify=CA_FILE
    ).json()
    keys = jwt.PyJWKClient(
        metadata["jwks_uri"], ssl_context=ssl.create_default_context(cafile=CA_FILE)
    )
    key = keys.get_signing_key_from_jwt(token)
    rules = {"algorithms": ["RS256"], "issuer": metadata["issuer"]}
    claims = jwt.decode(token, key, audience=application.client_id, **rules)
    assert claims["preferred_username"] == person("ada")["account"]
    try:
        jwt.decode(token, key, audience=client("Local server").client_id, **rules)
    except jwt.InvalidAudienceError:
        pass
    else:
        raise AssertionError("it was not refused")


def a_code_is_good_once():
    application = client("Local tools")
    flow, back = begin(application)
    assert "access_token" in application.acquire_token_by_auth_code_flow(flow, back)
    again = application.acquire_token_by_auth_code_flow(flow, back)
    assert (again["error"], again["error_codes"]) == ("invalid_grant", [54005]), again


def a_wrong_verifier_is_refused():
    application = client("Local tools")
    flow, back = begin(application)
    flow["code_verifier"] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    refused = application.acquire_token_by_auth_code_flow(flow, back)
    assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [501481]), refused


def a_foreign_redirect_address_is_never_redirected_to():
    flow = client("Local tools").initiate_auth_code_flow(
        SCOPES, redirect_uri="https://evil.example/"
    )
    page = requests.get(flow["auth_uri"], verify=CA_FILE, allow_redirects=False)
    assert page.status_code == 400 and "location" not in page.headers, page.status_code


def a_passkey_with_a_self_attestation_is_registered():
    application = client("Local tools")
    flow, back = begin(application)
    token = application.acquire_token_by_auth_code_flow(flow, back)["access_token"]
    methods = "/me/authentication/fido2Methods"
    options = graph("GET", f"{methods}/creationOptions", token).json()["publicKey"]
    key = ec.generate_private_key(ec.SECP256R1())
    credential_id = os.urandom(32)
    client_data = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, decoded(options["challenge"]), ADDRESS
    )
    data = AuthenticatorData.create(
        digest(options["rp"]["id"].encode()),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
        1,
        AttestedCredentialData.create(
            bytes(16), credential_id, ES256.from_cryptography_key(key.public_key())
        ),
    )
    statement = {"alg": -7, "sig": key.sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))}
    attestation = AttestationObject.create("packed", data, statement)
    body = {
        "displayName": "Key of another library",
        "publicKeyCredential": {
            "id": encoded(credential_id),
            "response": {
                "clientDataJSON": encoded(client_data),
                "attestationObject": encoded(attestation),
            },
        },
    }
    created = graph("POST", methods, token, body)
    assert created.status_code == 201, created.text
    again = graph("POST", methods, token, body)
    assert again.status_code == 400, "the challenge was good twice"


def digest(data):
    hasher = hashes.Hash(hashes.SHA256())
    hasher.update(data)
    return hasher.finalize()


def decoded(text):
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def encoded(data):
    return urlsafe_b64encode(bytes(data)).decode().rstrip("=")


def main():
    failed = 0
    for case in (
        a_public_client_signs_in_with_code_and_pkce_and_refreshes_silently,
        a_confidential_client_signs_in_with_code_and_pkce_and_refreshes_silently,
        an_id_token_for_another_nonce_is_refused_by_the_client,
        an_id_token_verifies_for_its_own_audience_and_no_other,
        a_code_is_good_once,
        a_wrong_verifier_is_refused,
        a_foreign_redirect_address_is_never_redirected_to,
        a_passkey_with_a_self_attestation_is_registered,
    ):
        name = case.__name__.replace("_", " ")
        try:
            case()
            print(f"ok      MSAL Python: {name}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED  MSAL Python: {name}\n{traceback.format_exc(limit=-3, chain=False)}", flush=True)
    sys.exit(1 if failed else 0)


main()
