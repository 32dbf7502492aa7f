pub fn send() {
    let base = "https://api.twilio.com";
    let url = format!(accounts!(), base = base, page = 1);
    reqwest::blocking::get(&url).unwrap(); //~ unretried_call
}
