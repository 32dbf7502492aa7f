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

fn main() {
    through_a_logger::start();
    in_a_closure::start();
}
