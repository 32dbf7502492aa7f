macro_rules! api {
    () => {
        "https://api.example.com"
    };
}

pub fn send() {
    reqwest::blocking::get(api!()).unwrap();
}
