pub fn send() {
    reqwest::blocking::get(api!()).unwrap();
}
