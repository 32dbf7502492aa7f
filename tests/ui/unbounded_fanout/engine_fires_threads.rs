//! Threads, which nothing bounds.

#[ringfence::permit(unretried_call, reason = "how many run at once is the subject here")]
mod calls {
    const LOOKUPS: &str = "https://lookups.twilio.com/v2/PhoneNumbers";

    pub fn threads(client: &reqwest::blocking::Client, numbers: Vec<String>) {
        for to in numbers {
            let client = client.clone();
            std::thread::spawn(move || client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
        }
    }

    pub fn scoped_threads(client: &reqwest::blocking::Client, numbers: &[String]) {
        std::thread::scope(|scope| {
            for to in numbers {
                scope.spawn(move || client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
            }
        });
    }
}

fn main() {}
