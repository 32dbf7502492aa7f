//! What carries a secret to where it is written out.

use std::collections::HashMap;
use std::env;
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};

fn token() -> Result<String, env::VarError> {
    env::var("TWILIO_AUTH_TOKEN")
}

fn question_mark() -> Result<(), env::VarError> {
    let token = token()?;
    log::info!("{token}"); //~ credential_logged
    Ok(())
}

fn inspected() -> Option<String> {
    token().ok().inspect(|token| println!("{token}")) //~ credential_logged
}

fn mapped() {
    let line = token().map(|token| format!("token {token}")).unwrap_or_default();
    println!("{line}"); //~ credential_logged
}

fn each() {
    for secret in [env::var("TWILIO_API_SECRET").unwrap(), String::new()] {
        println!("{secret}"); //~ credential_logged
    }
    env::vars().filter(|(name, _)| name == "TWILIO_AUTH_TOKEN").for_each(|(_, value)| println!("{value}")); //~ credential_logged
}

#[derive(Debug, Clone)]
enum Credential {
    Token(String),
    None,
}

fn enumerated() {
    let credential = Credential::Token(token().unwrap());
    println!("{credential:?}"); //~ credential_logged
    if let Credential::Token(token) = credential {
        println!("{token}"); //~ credential_logged
    }
}

#[derive(Debug)]
struct Settings<'a> {
    password: &'a str,
}

fn borrowed() {
    let token = token().unwrap();
    let settings = Settings { password: &token };
    tracing::debug!(?settings, "starting"); //~ credential_logged
    tracing::debug!(settings.password, "starting"); //~ credential_logged
}

fn put_together() {
    let mut line = String::new();
    write!(line, "token {}", token().unwrap()).unwrap();
    line.push('.');
    eprintln!("{line}"); //~ credential_logged
}

fn added() {
    let line = "token ".to_owned() + &token().unwrap();
    eprintln!("{line}"); //~ credential_logged
}

fn buffered() -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", token().unwrap())?; //~ credential_logged
    out.write_all(token().unwrap().as_bytes()) //~ credential_logged
}

fn an_error() -> anyhow::Result<()> {
    let error = anyhow::anyhow!("{} is wrong", token().unwrap());
    eprintln!("{error}"); //~ credential_logged
    Err(error)
}

fn all_settings() {
    let settings: HashMap<&str, String> = HashMap::from([("token", token().unwrap())]);
    println!("{settings:?}"); //~ credential_logged
}

trait Report {
    fn report(&self, text: &str);
}

struct Terminal;

impl Report for Terminal {
    fn report(&self, text: &str) {
        println!("{text}"); //~ credential_logged
    }
}

fn through_a_trait(report: &dyn Report) {
    report.report(&token().unwrap());
}

fn generic<T: std::fmt::Display>(value: T) {
    println!("{value}"); //~ credential_logged
}

fn calls_generic() {
    generic(env::var("TWILIO_API_KEY_SECRET").unwrap());
}

fn spawned() {
    let token = token().unwrap();
    tokio::spawn(async move {
        tracing::info!("{token}"); //~ credential_logged
    });
    std::thread::spawn(|| println!("{:?}", env::var("TWILIO_AUTH_TOKEN"))); //~ credential_logged
}

fn checked() {
    let token = token().unwrap();
    debug_assert!(!token.is_empty(), "no token: {}", token); //~ credential_logged
    unreachable!("{token}"); //~ credential_logged
}

fn one_of_all() {
    for (name, value) in env::vars() {
        if name == "TWILIO_AUTH_TOKEN" {
            println!("{value}"); //~ credential_logged
        }
        match name.as_str() {
            "TWILIO_API_SECRET" => println!("{value}"), //~ credential_logged
            _ => {}
        }
    }
}

fn read_into_a_buffer() -> std::io::Result<()> {
    let mut token = String::new();
    std::fs::File::open("/run/secrets/twilio_auth_token")?.read_to_string(&mut token)?;
    println!("{token}"); //~ credential_logged
    std::panic::panic_any(token) //~ credential_logged
}

fn main() {}
