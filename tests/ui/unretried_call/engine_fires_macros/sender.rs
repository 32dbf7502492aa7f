use reqwest::blocking::Client;

pub fn send() {
    let client = Client::new();
    get!(client, "2010-04-01").unwrap(); //~ unretried_call
    client.get(api!()).send().unwrap(); //~ unretried_call
}
