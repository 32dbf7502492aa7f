//! Ways of secrets from where they are read to where they are logged.

#[ringfence::enforce]
mod through_a_logger {
    pub fn start() {
        let secret = std::env::var("TWILIO_API_SECRET").unwrap_or_default();
        let line = describe("secret", &secret);
        Logger { is_loud: true }.say(&line);
    }

    fn describe(name: &str, value: &str) -> String {
        format!("{name} = {value}")
    }

    struct Logger {
        is_loud: bool,
    }

    impl Logger {
        fn say(&self, line: &str) {
            if self.is_loud {
                write_out(line);
            }
        }
    }

    fn write_out(line: &str) {
        println!("{line}"); //~ credential_logged
    }
}

#[ringfence::enforce]
mod in_a_closure {
    pub fn start() {
        let token = std::env::var("TWILIO_AUTH_TOKEN").ok();
        each(token, |token| eprintln!("{token}")); //~ credential_logged
    }

    fn each(token: Option<String>, run: impl Fn(String)) {
        token.into_iter().for_each(run);
    }
}

#[ringfence::enforce]
mod shown_by_hand {
    use std::fmt;

    pub struct TwilioKey {
        pub sid: String,
        pub api_secret: String,
    }

    impl fmt::Debug for TwilioKey {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            let mut shown = formatter.debug_struct("TwilioKey");
            shown.field("sid", &self.sid).field("secret", &self.api_secret).finish()
        }
    }

    #[derive(Debug)]
    pub struct App {
        pub key: TwilioKey,
    }

    pub struct Plain(String);

    impl fmt::Debug for Plain {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(formatter, "Plain({:?})", self.0)
        }
    }

    pub fn show(key: &TwilioKey, app: &App) {
        println!("{key:?}"); //~ credential_logged
        eprintln!("{:#?}", app); //~ credential_logged
        let plain = Plain(std::env::var("TWILIO_AUTH_TOKEN").unwrap_or_default());
        println!("{plain:?}"); //~ credential_logged
    }
}

fn main() {
    drop((shown_by_hand::show, shown_by_hand::App { key: shown_by_hand::TwilioKey { sid: String::new(), api_secret: String::new() } }));
    through_a_logger::start();
    in_a_closure::start();
}
