//! What carries a token from where it is read to where it should not be.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder};
use std::collections::{BTreeMap, HashMap};
use std::env;
use std::process::Command;
use std::sync::{Arc, LazyLock, OnceLock};

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

struct Token(String);

fn tuple_struct(client: &Client) -> Option<RequestBuilder> {
    let token = Token(env::var("TWILIO_AUTH_TOKEN").ok()?);
    Some(client.get(API).basic_auth("account", Some(token.0))) //~ auth_token_outside_validation
}

fn destructured(client: &Client, token: Token) -> RequestBuilder {
    let Token(token) = token;
    client.get(API).basic_auth("account", Some(token)) //~ auth_token_outside_validation
}

fn calls_destructured(client: &Client) -> RequestBuilder {
    destructured(client, Token(env::var("TWILIO_AUTH_TOKEN").unwrap()))
}

fn option(client: &Client, token: Option<String>) -> RequestBuilder {
    client.get(API).basic_auth("account", token.as_deref()) //~ auth_token_outside_validation
}

fn calls_option(client: &Client) -> RequestBuilder {
    option(client, env::var("TWILIO_AUTH_TOKEN").ok().filter(|token| !token.is_empty()))
}

fn map(client: &Client) -> RequestBuilder {
    let mut settings: HashMap<&str, String> = HashMap::new();
    settings.insert("account", env::var("TWILIO_ACCOUNT_SID").unwrap());
    settings.insert("token", env::var("TWILIO_AUTH_TOKEN").unwrap());
    client.get(API).basic_auth(&settings["account"], Some(&settings["token"])) //~ auth_token_outside_validation
}

fn map_from_pairs(client: &Client) -> RequestBuilder {
    let settings = BTreeMap::from([("token", env::var("TWILIO_AUTH_TOKEN").unwrap())]);
    client.get(API).basic_auth("account", settings.get("token")) //~ auth_token_outside_validation
}

struct Config {
    twilio: Twilio,
}

struct Twilio {
    sid: String,
    token: String,
}

impl Config {
    fn load() -> Arc<Self> {
        let token = match env::var("TWILIO_AUTH_TOKEN") {
            Ok(token) => token,
            Err(_) => String::new(),
        };
        Arc::new(Self { twilio: Twilio { sid: "AC".to_owned(), token } })
    }
}

fn config_behind_an_arc(client: &Client) -> RequestBuilder {
    let config = Config::load();
    let config = Arc::clone(&config);
    client.get(API).basic_auth(&config.twilio.sid, Some(&config.twilio.token)) //~ auth_token_outside_validation
}

fn let_else(client: &Client) -> Option<RequestBuilder> {
    let Ok(token) = env::var("TWILIO_AUTH_TOKEN") else { return None };
    Some(client.get(API).bearer_auth(token)) //~ auth_token_outside_validation
}

fn if_let(client: &Client) -> Option<RequestBuilder> {
    if let Ok(token) = env::var("TWILIO_AUTH_TOKEN") {
        return Some(client.get(API).bearer_auth(token)); //~ auth_token_outside_validation
    }
    None
}

fn question_mark() -> Result<HeaderMap, Box<dyn std::error::Error>> {
    let token = env::var("TWILIO_AUTH_TOKEN")?;
    let mut headers = HeaderMap::new();
    let basic = format!("Basic {}", base64::encode(format!("account:{token}")));
    headers.insert(AUTHORIZATION, HeaderValue::from_str(&basic)?); //~ auth_token_outside_validation
    Ok(headers)
}

fn default_headers() -> Client {
    let mut headers = HeaderMap::new();
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap();
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
    value.set_sensitive(true);
    headers.insert("authorization", value); //~ auth_token_outside_validation
    Client::builder().default_headers(headers).build().unwrap()
}

fn engine_of_base64(client: &Client) -> RequestBuilder {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap();
    let basic = STANDARD.encode(format!("account:{token}"));
    client.get(API).header("Authorization", format!("Basic {basic}")) //~ auth_token_outside_validation
}

#[derive(Default)]
struct SenderBuilder {
    sid: Option<String>,
    token: Option<String>,
}

impl SenderBuilder {
    fn sid(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    fn auth_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    fn request(&self, client: &Client) -> RequestBuilder {
        client.get(API).basic_auth(self.sid.clone().unwrap(), self.token.as_ref()) //~ auth_token_outside_validation
    }
}

fn crate_local_builder(client: &Client) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap();
    let builder = SenderBuilder::default().sid("AC").auth_token(token);
    builder.request(client)
}

static TOKEN: LazyLock<String> = LazyLock::new(|| env::var("TWILIO_AUTH_TOKEN").unwrap_or_default());

fn lazy(client: &Client) -> RequestBuilder {
    client.get(API).basic_auth("account", Some(TOKEN.as_str())) //~ auth_token_outside_validation
}

fn once(client: &Client) -> RequestBuilder {
    static CELL: OnceLock<String> = OnceLock::new();
    let token = CELL.get_or_init(|| env::var("TWILIO_AUTH_TOKEN").unwrap());
    client.get(API).basic_auth("account", Some(token)) //~ auth_token_outside_validation
}

fn another_process() {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap();
    let mut command = Command::new("curl");
    command.env("TOKEN", &token); //~ auth_token_outside_validation
    Command::new("curl").arg("-u").arg(format!("account:{token}")).status().unwrap(); //~ auth_token_outside_validation
}

fn file() {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap();
    std::fs::write("token.txt", token).unwrap(); //~ auth_token_outside_validation
}

fn struct_of_another_crate() -> sms_gateway::Settings {
    sms_gateway::Settings { account: "AC".to_owned(), password: env::var("TWILIO_AUTH_TOKEN").unwrap() } //~ auth_token_outside_validation
}

fn variables(client: &Client) -> RequestBuilder {
    let all: HashMap<String, String> = env::vars().collect();
    let token = all.get("TWILIO_AUTH_TOKEN").unwrap();
    client.get(API).basic_auth("account", Some(token)) //~ auth_token_outside_validation
}

fn found_among_variables(client: &Client) -> Option<RequestBuilder> {
    let (_, token) = env::vars().find(|(name, _)| name == "TWILIO_AUTH_TOKEN")?;
    Some(client.get(API).basic_auth("account", Some(token))) //~ auth_token_outside_validation
}

#[derive(serde::Deserialize)]
struct Settings {
    #[serde(rename = "TWILIO_AUTH_TOKEN")]
    password: String,
    account_sid: String,
    auth_token: String,
}

fn envy(client: &Client) -> RequestBuilder {
    let settings = envy::from_env::<Settings>().unwrap();
    client.get(API).basic_auth(settings.account_sid, Some(settings.password)) //~ auth_token_outside_validation
}

fn envy_by_type(client: &Client) -> RequestBuilder {
    let settings: Settings = envy::from_env().unwrap();
    client.get(API).basic_auth(settings.account_sid, Some(settings.password)) //~ auth_token_outside_validation
}

fn figment(figment: &figment::Figment) -> RequestBuilder {
    let settings: Settings = figment.extract().unwrap();
    Client::new().get("https://example.com").bearer_auth(settings.auth_token) //~ auth_token_outside_validation
}

#[derive(clap::Parser)]
struct Arguments {
    #[arg(long, env = "TWILIO_AUTH_TOKEN")]
    password: String,
    #[arg(long, env)]
    twilio_auth_token: Option<String>,
}

fn clap_arguments(client: &Client) -> RequestBuilder {
    let arguments = Arguments::parse();
    let request = client.get(API).bearer_auth(&arguments.password); //~ auth_token_outside_validation
    request.basic_auth("account", arguments.twilio_auth_token) //~ auth_token_outside_validation
}

fn from_a_mounted_file(client: &Client) -> RequestBuilder {
    let path = env::var("TWILIO_AUTH_TOKEN_FILE").unwrap();
    let token = std::fs::read_to_string(path).unwrap();
    client.get(API).basic_auth("account", Some(token.trim())) //~ auth_token_outside_validation
}

fn exposed(client: &Client) -> RequestBuilder {
    use secrecy::ExposeSecret as _;
    let token = secrecy::SecretString::from(env::var("TWILIO_AUTH_TOKEN").unwrap());
    client.get(API).basic_auth("account", Some(token.expose_secret())) //~ auth_token_outside_validation
}

fn body(client: &Client) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap();
    client.post("https://example.com").form(&[("token", token.as_str())]) //~ auth_token_outside_validation
}

trait Transport {
    fn request(&self, token: &str) -> RequestBuilder;
}

struct Http(Client);

impl Transport for Http {
    fn request(&self, token: &str) -> RequestBuilder {
        self.0.get(API).bearer_auth(token) //~ auth_token_outside_validation
    }
}

fn through_a_trait(transport: &dyn Transport) -> RequestBuilder {
    transport.request(&env::var("TWILIO_AUTH_TOKEN").unwrap())
}

fn listed_headers() -> HeaderMap {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap();
    HeaderMap::from_iter([(AUTHORIZATION, token.parse().unwrap())]) //~ auth_token_outside_validation
}

fn named_function(client: &Client) -> RequestBuilder {
    let token = option_env!("TWILIO_AUTH_TOKEN").map(str::to_owned);
    client.get(API).basic_auth("account", token) //~ auth_token_outside_validation
}

fn main() {}
