//! Who may ask: keys made over the API, subaccounts, and OAuth apps with their tokens.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use hyper::Request;
use ringfence_mock::Mock;
use serde_json::json;
use support::{Answer, Desk, basic};

const SCIM: &str = r##"
openapi: 3.0.1
servers: [{url: "https://users.twilio.com"}]
security: [{oauth: []}]
paths:
  /v1/Users:
    get:
      operationId: ListUsers
      responses: {"200": {content: {application/scim+json: {schema: {$ref: "#/components/schemas/list"}}}}}
    post:
      operationId: CreateUser
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/user"}}
          application/scim+json: {schema: {$ref: "#/components/schemas/user"}}
      responses:
        "201": {content: {application/scim+json: {schema: {$ref: "#/components/schemas/user"}}}}
        "400": {content: {application/scim+json: {schema: {$ref: "#/components/schemas/error"}}}}
  /v1/Users/{Id}:
    get:
      operationId: FetchUser
      parameters: [{name: Id, in: path, required: true, schema: {type: string, pattern: "^US[0-9a-f]{32}$"}}]
      responses: {"200": {content: {application/scim+json: {schema: {$ref: "#/components/schemas/user"}}}}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://users.twilio.com/token", scopes: {}}}}
  schemas:
    user: {type: object, required: [userName], properties: {id: {type: string}, userName: {type: string}, active: {type: boolean}}}
    error:
      type: object
      properties:
        schemas: {type: array, items: {type: string}}
        detail: {type: string}
        scimType: {type: string, enum: [invalidValue, uniqueness]}
        status: {type: string}
        code: {type: integer}
        moreInfo: {type: string}
    list:
      type: object
      properties:
        totalResults: {type: integer}
        schemas: {type: array, items: {type: string}}
        Resources: {type: array, items: {$ref: "#/components/schemas/user"}}
"##;

async fn desk() -> Desk {
    let mock = Mock::builder().document_bundled("api_v2010").document_text("users.yaml", SCIM).start().await;
    Desk::of(mock.unwrap())
}

impl Desk {
    /// A request with other credentials than the desk's.
    async fn ask(&self, method: &str, path: &str, authorization: &str, form: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.mock.base_url()))
            .header("Authorization", authorization)
            .header("Content-Type", "application/x-www-form-urlencoded");
        self.send(request.body(form.to_owned().into()).unwrap()).await
    }
}

const MESSAGE: &str = "To=%2B15558675310&From=%2B15017122661&Body=x";

#[tokio::test]
async fn a_subaccount_has_a_token_and_things_of_its_own() {
    let desk = desk().await;
    let made = desk.post("/2010-04-01/Accounts.json", &[("FriendlyName", "Sub")]).await;
    assert_eq!(made.status, 201, "{made:?}");
    let (sid, token) = (made.text("sid").to_owned(), made.text("auth_token").to_owned());
    let own = basic(&sid, &token);
    let messages = |account: &str| format!("/2010-04-01/Accounts/{account}/Messages.json");
    let sent = desk.ask("POST", &messages(&sid), &own, MESSAGE).await;
    assert_eq!((sent.status, sent.text("account_sid")), (201, sid.as_str()));
    assert_eq!(desk.get(&messages(&sid)).await.status, 200, "the parent reaches its subaccount");
    assert_eq!(
        desk.get(&messages(desk.mock.account_sid())).await.body["messages"].as_array().unwrap().len(),
        0
    );
    for foreign in [messages(desk.mock.account_sid()), desk.path(".json")] {
        desk.ask("GET", &foreign, &own, "").await.refused(401, 20003);
    }
    desk.ask("GET", &messages(&sid), &basic(&sid, desk.mock.auth_token()), "").await.refused(401, 20003);
    let itself = desk.ask("GET", &format!("/2010-04-01/Accounts/{sid}.json"), &own, "").await;
    assert_eq!((itself.status, itself.text("sid")), (200, sid.as_str()));
    let listed = desk.ask("GET", "/2010-04-01/Accounts.json", &own, "").await;
    let sids = |listed: &Answer| -> Vec<String> {
        let accounts = listed.body["accounts"].as_array().unwrap().iter();
        accounts.map(|one| one["sid"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(sids(&listed), [sid.as_str()], "a subaccount sees itself alone");
    assert!(!listed.body.to_string().contains(desk.mock.auth_token()));
    let all = desk.get("/2010-04-01/Accounts.json").await;
    assert_eq!(sids(&all), [sid.as_str(), desk.mock.account_sid()]);
}

#[tokio::test]
async fn a_key_that_was_made_works_until_it_is_removed_but_for_accounts_and_keys() {
    let desk = desk().await;
    let made = desk.post(&desk.path("/Keys.json"), &[("FriendlyName", "Key")]).await;
    assert_eq!(made.status, 201, "{made:?}");
    let key = basic(made.text("sid"), made.text("secret"));
    let again = desk.get(&desk.path(&format!("/Keys/{}.json", made.text("sid")))).await;
    assert!(again.body.get("secret").is_none(), "a secret is shown once: {again:?}");
    assert_eq!(desk.ask("GET", &desk.path("/Messages.json"), &key, "").await.status, 200);
    for beyond in ["/2010-04-01/Accounts.json".to_owned(), desk.path(".json"), desk.path("/Keys.json")] {
        desk.ask("GET", &beyond, &key, "").await.refused(401, 20003);
    }
    let gone = desk.delete(&desk.path(&format!("/Keys/{}.json", made.text("sid")))).await;
    assert_eq!(gone.status, 204);
    desk.ask("GET", &desk.path("/Messages.json"), &key, "").await.refused(401, 20003);
}

#[tokio::test]
async fn bearer_tokens_come_from_the_token_endpoint_and_serve_what_wants_them() {
    let desk = desk().await;
    let token = desk.token().await;
    let bearer = format!("Bearer {token}");
    assert_eq!(token.split('.').count(), 3, "clients read it as a JWT");
    assert_eq!(desk.ask("GET", "/users.twilio.com/v1/Users", &bearer, "").await.status, 200);
    assert_eq!(desk.ask("GET", &desk.path("/Messages.json"), &bearer, "").await.status, 200);
    desk.ask("GET", &desk.path(".json"), &bearer, "").await.refused(401, 20003);
    let refused = desk.get("/users.twilio.com/v1/Users").await;
    refused.refused(401, 20003);
    assert!(desk.mock.requests().last().unwrap().problems[0].contains("bearer"));
    desk.ask("GET", "/users.twilio.com/v1/Users", "Bearer x.y.z", "").await.refused(401, 20003);
    let (id, secret) = (desk.mock.client_id(), desk.mock.client_secret());
    for (form, status, code) in [
        (format!("grant_type=client_credentials&client_id={id}&client_secret=no"), 401, 20003),
        (format!("grant_type=password&client_id={id}&client_secret={secret}"), 400, 20001),
        (format!("client_id={id}&client_secret={secret}"), 400, 20001),
    ] {
        desk.ask("POST", "/oauth.twilio.com/v2/token", "", &form).await.refused(status, code);
    }
}

#[tokio::test]
async fn scim_bodies_are_taken_by_either_name_and_answered_by_their_own() {
    let desk = desk().await;
    let bearer = format!("Bearer {}", desk.token().await);
    for content_type in ["application/scim+json", "application/json; charset=utf-8"] {
        let request = Request::builder().method("POST").uri(format!("{}/v1/Users", desk.mock.base_url()));
        let request = request.header("Authorization", &bearer).header("Content-Type", content_type);
        let body = r#"{"id": "mine", "userName": "someone", "active": true}"#;
        let made = desk.send(request.body(body.into()).unwrap()).await;
        assert_eq!((made.status, made.header("content-type")), (201, "application/scim+json"));
        assert!(made.text("id").starts_with("US"), "an identifier is the mock's to give: {made:?}");
        let fetched = desk.ask("GET", &format!("/v1/Users/{}", made.text("id")), &bearer, "").await;
        assert_eq!(fetched.body, made.body);
    }
    let request = Request::builder().method("POST").uri(format!("{}/v1/Users", desk.mock.base_url()));
    let request = request.header("Authorization", &bearer).header("Content-Type", "application/scim+json");
    let bad = desk.send(request.body(r#"{"active": true}"#.into()).unwrap()).await;
    let expected = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": "`userName` is required",
        "scimType": "invalidValue",
        "status": "400",
        "code": 20001,
        "moreInfo": "https://www.twilio.com/docs/errors/20001",
    });
    assert_eq!((bad.status, bad.header("content-type")), (400, "application/scim+json"));
    assert_eq!(bad.body, expected);
    // As SCIM where the status is not declared, too.
    let other = desk.ask("POST", "/v1/Users", &bearer, "userName=x").await;
    assert_eq!((other.status, other.body["status"].as_str()), (415, Some("415")));
}
