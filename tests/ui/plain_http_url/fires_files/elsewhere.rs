pub const SCHEME: &str = "http"; //~ plain_http_url

pub mod inner {
    pub const DEFAULT: &str = "api.dublin.ie1.twilio.com";
}
