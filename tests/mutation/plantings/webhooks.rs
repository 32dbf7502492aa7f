//! Webhooks.

use crate::planting::{Hole, Planting, Sink};

/// Every planting of this group.
pub fn plantings() -> Vec<Planting> {
    vec![read_by_a_key(), checked(), read_by_type()]
}

const MAP: &str = "std::collections::BTreeMap<String, String>";

/// A handler reads the field at `{v}`.
fn read_by_a_key() -> Planting {
    let handler =
        |name, body: &str| Sink::blocking(name, format!("let key = {{v}};\n{}", body.replace("MAP", MAP)));
    Planting {
        lint: "unvalidated_webhook",
        hole: Hole::constant("&'static str", "\"CallSid\"", "\"Nickname\""),
        sinks: vec![
            handler(
                "axum, a form",
                "let router: axum::Router = axum::Router::new().route(\"/sms\", axum::routing::post(move |axum::Form(fields): axum::Form<MAP>| async move { fields.get(key).cloned().unwrap_or_default() })); drop(router);",
            ),
            handler(
                "axum, JSON",
                "let router: axum::Router = axum::Router::new().route(\"/sms\", axum::routing::post(move |axum::extract::Json(value): axum::extract::Json<serde_json::Value>| async move { value[key].to_string() })); drop(router);",
            ),
            handler(
                "axum, bytes",
                "let router: axum::Router = axum::Router::new().route(\"/sms\", axum::routing::any(move |body: axum::body::Bytes| async move { let fields: MAP = serde_urlencoded::from_bytes(&body).unwrap_or_default(); fields[key].clone() })); drop(router);",
            ),
            handler(
                "actix-web",
                "let app = actix_web::App::new().route(\"/sms\", actix_web::web::post().to(move |form: actix_web::web::Form<MAP>| async move { form.get(key).cloned().unwrap_or_default() })); drop(app);",
            ),
            handler(
                "warp",
                "use warp::Filter as _; let filter = warp::path(\"sms\").and(warp::body::form()).map(move |fields: MAP| fields.get(key).cloned().unwrap_or_default()); drop(filter);",
            ),
            handler(
                "hyper",
                "let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| async move { let bytes = http_body_util::BodyExt::collect(request.into_body()).await?.to_bytes(); let sid = form_urlencoded::parse(&bytes).find(|(name, _)| name == key); println!(\"{sid:?}\"); Ok::<_, hyper::Error>(hyper::Response::new(String::new())) }); drop(service);",
            ),
        ],
    }
}

const ITEMS: &str = "#[derive(serde::Deserialize)]
#[serde(rename_all = \"PascalCase\")]
pub struct Sms { message_sid: String, body: String }
pub fn check(signature: Option<&str>, body: &[u8]) -> Result<(), String> {
    let token = ringfence::AuthToken::new(std::env::var(\"TWILIO_AUTH_TOKEN\").unwrap_or_default());
    let validator = ringfence::webhook::SignatureValidator::new(token);
    validator.validate_form_body(\"https://example.com/sms\", body, signature.unwrap_or_default()).map(drop).map_err(|error| error.to_string())
}";

/// A handler looks at what came of the check, or does not.
fn checked() -> Planting {
    let handler = |name, body: &str| Sink::blocking(name, body).with(ITEMS);
    let signature = "let signature = headers.get(\"X-Twilio-Signature\").and_then(|value| value.to_str().ok()); let judged = check(signature, &body); {v} let sms: Sms = serde_urlencoded::from_bytes(&body).map_err(|error| error.to_string())?;";
    let axum = format!(
        "let router: axum::Router = axum::Router::new().route(\"/sms\", axum::routing::post(|headers: axum::http::HeaderMap, body: axum::body::Bytes| async move {{ {signature} Ok::<_, String>(sms.body) }})); drop(router);"
    );
    let actix = format!(
        "let app = actix_web::App::new().route(\"/sms\", actix_web::web::post().to(|request: actix_web::HttpRequest, body: actix_web::web::Bytes| async move {{ let headers = request.headers(); let answer = || {{ {signature} Ok::<_, String>(sms.message_sid) }}; answer().map_err(actix_web::error::ErrorForbidden) }})); drop(app);"
    );
    let warp = format!(
        "use warp::Filter as _; let filter = warp::header::headers_cloned().and(warp::body::bytes()).map(|headers: warp::http::HeaderMap, body: warp::hyper::body::Bytes| {{ let answer = || {{ {signature} Ok::<_, String>(sms.message_sid) }}; answer().unwrap_or_default() }}); drop(filter);"
    );
    let hyper = format!(
        "let service = hyper::service::service_fn(|request: hyper::Request<hyper::body::Incoming>| async move {{ let (parts, body) = request.into_parts(); let headers = &parts.headers; let body = http_body_util::BodyExt::collect(body).await.map_err(|error| error.to_string())?.to_bytes(); {signature} Ok::<_, String>(hyper::Response::new(sms.body)) }}); drop(service);"
    );
    let rocket = "struct Header(Option<String>);
        #[rocket::async_trait]
        impl<'r> rocket::request::FromRequest<'r> for Header {
            type Error = ();
            async fn from_request(request: &'r rocket::Request<'_>) -> rocket::request::Outcome<Self, ()> {
                rocket::request::Outcome::Success(Header(request.headers().get_one(\"X-Twilio-Signature\").map(str::to_owned)))
            }
        }
        #[rocket::post(\"/sms\", data = \"<body>\")]
        fn sms(header: Header, body: String) -> Result<String, String> {
            let judged = check(header.0.as_deref(), body.as_bytes()); {v}
            let sms: Sms = serde_urlencoded::from_str(&body).map_err(|error| error.to_string())?;
            Ok(sms.body)
        }
        let routes = rocket::routes![sms]; drop(routes);";
    Planting {
        lint: "unvalidated_webhook",
        hole: Hole::form("drop(judged);", "judged?;"),
        sinks: vec![
            handler("axum", &axum),
            handler("actix-web", &actix),
            handler("warp", &warp),
            handler("hyper", &hyper),
            handler("rocket", rocket),
        ],
    }
}

/// A handler takes a form that is a webhook, or one that a layer lets through.
fn read_by_type() -> Planting {
    let axum = "async fn sms(axum::Form(sms): axum::Form<Sms>) -> String { sms.body }
        async fn signed(headers: axum::http::HeaderMap, request: axum::extract::Request, next: axum::middleware::Next) -> Result<axum::response::Response, axum::http::StatusCode> {
            let signature = headers.get(\"X-Twilio-Signature\").and_then(|value| value.to_str().ok());
            check(signature, b\"\").map_err(|_| axum::http::StatusCode::FORBIDDEN)?;
            Ok(next.run(request).await)
        }
        let router: axum::Router = axum::Router::new().route(\"/sms\", axum::routing::post(sms)){v}; drop((router, signed));";
    Planting {
        lint: "unvalidated_webhook",
        hole: Hole::form("", ".layer(axum::middleware::from_fn(signed))"),
        sinks: vec![Sink::blocking("axum, a layer", axum).with(ITEMS)],
    }
}
