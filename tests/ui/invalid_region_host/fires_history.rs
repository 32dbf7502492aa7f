//! Ways from a region's name to the host that is called.

#[ringfence::enforce]
mod region_of_a_setting {
    pub struct Settings {
        region: &'static str,
    }

    impl Settings {
        pub fn new() -> Self {
            Self { region: "au1" } //~ invalid_region_host
        }

        fn base(&self, product: &str) -> String {
            format!("https://{product}.{}.twilio.com", self.region)
        }
    }

    pub async fn run(client: &reqwest::Client) -> Result<reqwest::Response, reqwest::Error> {
        let base = Settings::new().base("api");
        list(client, &base).await
    }

    #[ringfence::retry]
    async fn list(client: &reqwest::Client, base: &str) -> Result<reqwest::Response, reqwest::Error> {
        let request = client.get(base);
        request.send().await
    }
}

fn main() {
    drop(region_of_a_setting::run(&reqwest::Client::new()));
}
