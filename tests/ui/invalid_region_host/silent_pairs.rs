//! Edges and regions that are chosen together.

#[ringfence::enforce]
mod cases {
    pub fn of_each_pair() -> Vec<String> {
        let pairs = [("dublin", "ie1"), ("sydney", "au1")];
        pairs.iter().map(|(edge, region)| format!("https://api.{edge}.{region}.twilio.com/2010-04-01")).collect()
    }

    pub fn chosen_together(in_europe: bool) -> String {
        let (edge, region) = if in_europe { ("dublin", "ie1") } else { ("sydney", "au1") };
        format!("https://api.{edge}.{region}.twilio.com/2010-04-01")
    }
}

fn main() {
    println!("{:?} {}", cases::of_each_pair(), cases::chosen_together(true));
}
