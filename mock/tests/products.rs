//! Many products on one port: the product travels in `Host` or before the path.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use ringfence_mock::Mock;
use serde_json::{Map, json};
use support::Desk;

/// A product with one collection, changed under `If-Match`.
fn product(host: &str, prefix: &str) -> String {
    format!(
        r##"
openapi: 3.0.1
servers: [{{url: "https://{host}.twilio.com"}}]
paths:
  /v1/Services:
    post:
      operationId: CreateService
      requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{UniqueName: {{type: string}}, Data: {{type: string}}}}}}}}}}}}
      responses: {{"201": &one {{headers: {{ETag: {{schema: {{type: string}}}}}}, content: {{application/json: {{schema: {{$ref: "#/components/schemas/service"}}}}}}}}}}
    get:
      operationId: ListService
      responses: {{"200": {{content: {{application/json: {{schema: {{type: object, properties: {{services: {{type: array, items: {{$ref: "#/components/schemas/service"}}}}, meta: {{type: object}}}}}}}}}}}}}}
  /v1/Services/Special:
    get: {{operationId: FetchSpecial, responses: {{"200": {{content: {{application/json: {{schema: {{type: object, properties: {{special: {{type: boolean}}}}}}}}}}}}}}}}
  /v1/Services/{{Sid}}:
    get:
      operationId: FetchService
      parameters: [&sid {{name: Sid, in: path, required: true, schema: {{type: string}}}}]
      responses: {{"200": *one}}
    post:
      operationId: UpdateService
      parameters: [*sid, {{name: If-Match, in: header, schema: {{type: string}}}}]
      requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{Data: {{type: string}}}}}}}}}}}}
      responses: {{"200": *one}}
    delete:
      operationId: DeleteService
      parameters: [*sid, {{name: If-Match, in: header, schema: {{type: string}}}}]
      responses: {{"204": {{}}}}
  /v1/Services/{{ServiceSid}}/Events:
    get:
      operationId: ListEvent
      parameters: [{{name: ServiceSid, in: path, required: true, schema: {{type: string}}}}]
      responses: {{"200": {{content: {{application/json: {{schema: {{type: object, properties: {{events: {{type: array, items: {{$ref: "#/components/schemas/event"}}}}, meta: {{type: object}}}}}}}}}}}}}}
  /v1/{host}:
    get: {{operationId: FetchOnly, responses: {{"200": {{content: {{application/json: {{schema: {{type: object}}}}}}}}}}}}
components:
  schemas:
    service:
      type: object
      properties:
        sid: {{type: string, pattern: "^{prefix}[0-9a-fA-F]{{32}}$"}}
        unique_name: {{type: string, nullable: true}}
        data: {{type: string, nullable: true}}
        url: {{type: string}}
    event:
      type: object
      properties: {{sid: {{type: string, pattern: "^EV[0-9a-fA-F]{{32}}$"}}, kind: {{type: string}}, service_sid: {{type: string}}}}
"##
    )
}

async fn desk() -> Desk {
    let builder = Mock::builder().document_text("red.yaml", &product("red", "RD"));
    Desk::of(builder.document_text("blue.yaml", &product("blue", "BL")).start().await.unwrap())
}

#[tokio::test]
async fn a_path_of_several_products_wants_the_host() {
    let desk = desk().await;
    let asked = desk.get("/v1/Services").await;
    asked.refused(404, 20404);
    let problem = desk.mock.requests().pop().unwrap().problems.join(" ");
    assert!(
        problem.contains("/blue.twilio.com/v1/Services") && problem.contains("red.twilio.com"),
        "{problem}"
    );
    assert_eq!(desk.get("/v1/red").await.status, 200, "a path of one product needs no host");

    let red = desk.post("/red.twilio.com/v1/Services", &[("UniqueName", "one")]).await;
    assert!(red.text("sid").starts_with("RD"));
    assert_eq!(red.header("x-api-domain"), "red.twilio.com");
    assert_eq!(
        red.text("url"),
        format!("{}/red.twilio.com/v1/Services/{}", desk.mock.base_url(), red.text("sid"))
    );
    assert_eq!(desk.get(&format!("/red.twilio.com/v1/Services/{}", red.text("sid"))).await.body, red.body);
    desk.get(&format!("/blue.twilio.com/v1/Services/{}", red.text("sid"))).await.refused(404, 20404);

    let request = |host: &str| desk.request("GET", "/v1/Services/one").header("Host", host);
    for host in ["red.twilio.com", "red.us1.twilio.com", "RED.dublin.ie1.twilio.com:443"] {
        let found = desk.send(request(host).body(Default::default()).unwrap()).await;
        assert_eq!((found.status, found.text("sid")), (200, red.text("sid")), "{host}");
    }
    for host in ["blue.twilio.com", "red.ie1.twilio.com", "green.twilio.com", "red.twilio.com.example.com"] {
        desk.send(request(host).body(Default::default()).unwrap()).await.refused(404, 20404);
    }
}

#[tokio::test]
async fn literal_paths_win_over_variables() {
    let desk = desk().await;
    assert_eq!(desk.get("/red.twilio.com/v1/Services/Special").await.body, json!({"special": false}));
    desk.delete("/red.twilio.com/v1/Services/Special").await.refused(405, 20004);
}

#[tokio::test]
async fn a_change_in_ignorance_of_another_is_refused() {
    let desk = desk().await;
    let made = desk.post("/red.twilio.com/v1/Services", &[("Data", "1")]).await;
    assert_eq!(made.header("etag"), "\"0\"");
    let path = format!("/red.twilio.com/v1/Services/{}", made.text("sid"));
    let change = async |method: &str, matching: &str| {
        let request = desk.request(method, &path).header("If-Match", matching);
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        desk.send(request.body(if method == "POST" { "Data=2".into() } else { "".into() }).unwrap()).await
    };
    let changed = change("POST", "\"0\"").await;
    assert_eq!((changed.status, changed.header("etag"), changed.text("data")), (200, "\"1\"", "2"));
    for stale in ["\"0\"", "0", "W/\"7\"", ""] {
        change("POST", stale).await.refused(412, 20412);
        change("DELETE", stale).await.refused(412, 20412);
    }
    assert_eq!(desk.get(&path).await.header("etag"), "\"1\"", "a refused change changes nothing");
    for (number, right) in ["1", "W/\"2\"", "*", "\"0\", \"4\""].into_iter().enumerate() {
        let changed = change("POST", right).await;
        assert_eq!(
            (changed.status, changed.header("etag")),
            (200, format!("\"{}\"", number + 2).as_str()),
            "{right}"
        );
    }
    assert_eq!(change("DELETE", "*").await.status, 204);
}

#[tokio::test]
async fn a_name_is_taken_once() {
    let desk = desk().await;
    let path = "/red.twilio.com/v1/Services";
    let first = desk.post(path, &[("UniqueName", "one")]).await;
    let message = desk.post(path, &[("UniqueName", "one")]).await.refused(409, 20409).to_owned();
    assert!(message.contains("one"), "{message}");
    assert_eq!(desk.delete(&format!("{path}/{}", first.text("sid"))).await.status, 204);
    assert_eq!(desk.post(path, &[("UniqueName", "one")]).await.status, 201, "the name is free again");
}

#[tokio::test]
async fn what_no_request_makes_can_be_put_there() {
    let desk = desk().await;
    let service = desk.post("/red.twilio.com/v1/Services", &[]).await;
    let list = format!("/red.twilio.com/v1/Services/{}/Events", service.text("sid"));
    assert_eq!(desk.get(&list).await.body["events"], json!([]));
    let fields: Map<_, _> = [("kind".to_owned(), json!("rang"))].into_iter().collect();
    let planted = desk.mock.plant(&format!("https:/{list}"), &fields).unwrap();
    assert_eq!((&planted["kind"], &planted["service_sid"]), (&json!("rang"), &service.body["sid"]));
    assert_eq!(desk.get(&list).await.body["events"], json!([planted]));
    for (url, problem) in [
        ("http://red.twilio.com/v1/Services", "https"),
        ("https://red.twilio.com/v1/None", "no document lists"),
        ("https://red.twilio.com/v1/Services/Special", "lists nothing"),
        ("https://red.twilio.com/v1/Services/RD0/Events", "does not exist"),
    ] {
        let refused = desk.mock.plant(url, &fields).unwrap_err();
        assert!(refused.contains(problem), "{url}: {refused}");
    }
}

#[tokio::test]
async fn a_folder_is_read_when_it_is_asked_for_and_says_what_is_broken() {
    let folder = std::env::temp_dir().join(format!("ringfence-products-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("red.yaml"), product("red", "RD")).unwrap();
    let broken = product("blue", "BL").replace("#/components/schemas/event", "#/components/schemas/none");
    std::fs::write(folder.join("blue.yml"), broken).unwrap();
    std::fs::write(folder.join("notes.txt"), "not a document").unwrap();
    let desk = Desk::of(Mock::builder().document_file(&folder).start().await.unwrap());
    assert_eq!(desk.get("/red.twilio.com/v1/Services").await.status, 200);
    desk.get("/blue.twilio.com/v1/Services").await.refused(500, 20500);
    let problems = desk.mock.requests().pop().unwrap().problems.join("\n");
    assert!(problems.contains("blue.yml#/paths/~1v1~1Services~1{ServiceSid}~1Events"), "{problems}");
    std::fs::write(folder.join("torn.json"), "{\"paths\":").unwrap();
    let torn = Mock::builder().document_file(&folder).start().await.unwrap_err();
    assert!(torn.to_string().contains("torn.json:1:9: not JSON"), "{torn}");
    std::fs::remove_dir_all(&folder).unwrap();
}
