macro_rules! api {
    () => {
        "https://api.twilio.com"
    };
}

pub fn send() -> &'static str {
    api!()
}
