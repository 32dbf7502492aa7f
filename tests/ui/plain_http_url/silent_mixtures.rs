//! Parts of URLs that are chosen together, so that what one choice says goes with none of the other.

#[ringfence::enforce]
mod cases {
    pub fn chosen_apart(local: bool) -> String {
        let host = if local { "localhost" } else { "api.twilio.com" };
        let scheme = if local { "http" } else { "https" };
        format!("{scheme}://{host}")
    }

    pub fn chosen_together(local: bool) -> String {
        let (scheme, host) = if local { ("http", "localhost") } else { ("https", "api.twilio.com") };
        format!("{scheme}://{host}")
    }

    pub fn matched_together(name: &str) -> String {
        let (scheme, host) = match name {
            "local" => ("http", "localhost"),
            "stub" => ("http", "stub.test"),
            _ => ("https", "verify.twilio.com"),
        };
        [scheme, "://", host].concat()
    }

    pub fn of_each_pair() -> Vec<String> {
        let pairs = [("http", "localhost:4010"), ("https", "api.twilio.com")];
        pairs.iter().map(|(scheme, host)| format!("{scheme}://{host}/2010-04-01")).collect()
    }

    pub fn pushed_together(local: bool) -> String {
        let (scheme, host) = if local { ("http", "localhost") } else { ("https", "api.twilio.com") };
        let mut url = String::from(scheme);
        url.push_str("://");
        url.push_str(host);
        url
    }

    pub fn added_together(local: bool) -> String {
        let (scheme, host) = if local { ("http", "localhost") } else { ("https", "api.twilio.com") };
        scheme.to_owned() + "://" + host
    }
}

fn main() {
    println!("{} {} {}", cases::chosen_apart(true), cases::chosen_together(true), cases::matched_together("local"));
    println!("{:?} {} {}", cases::of_each_pair(), cases::pushed_together(true), cases::added_together(false));
}
