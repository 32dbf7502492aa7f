//! Other libraries, and the crates for Twilio.
// ringfence: permit(unretried_call, reason = "how often it asks is the subject here")
mod cases {
    use std::thread::sleep;
    use std::time::Duration;

    const CALL: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA.json";

    fn with_ureq() -> Result<(), ureq::Error> {
        loop {
            let answer = ureq::get(CALL).call()?.body_mut().read_to_string()?; //~ polling_loop
            if answer.contains("completed") {
                return Ok(());
            }
            sleep(Duration::from_secs(1));
        }
    }

    fn with_an_agent(sid: &str) -> Result<(), ureq::Error> {
        let agent = ureq::agent();
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{sid}.json");
        for _ in 0..10 {
            println!("{:?}", agent.get(&url).call()?); //~ polling_loop
            std::thread::sleep(Duration::from_secs(1));
        }
        Ok(())
    }

    fn with_blocking_reqwest(client: &reqwest::blocking::Client) -> Result<(), reqwest::Error> {
        while !client.get(CALL).send()?.text()?.contains("completed") { //~ polling_loop
            sleep(Duration::from_secs(1));
        }
        Ok(())
    }

    fn with_a_joined_url(client: &reqwest::blocking::Client, sid: &str) -> Result<(), Box<dyn std::error::Error>> {
        let base = reqwest::Url::parse("https://api.twilio.com/2010-04-01/Accounts/AC/")?;
        loop {
            let url = base.join("Calls/")?.join(&format!("{sid}.json"))?;
            println!("{:?}", client.get(url).send()?); //~ polling_loop
            sleep(Duration::from_secs(1));
        }
    }

    fn with_a_path_from_the_root(client: &reqwest::blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
        let base = reqwest::Url::parse("https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM.json")?;
        loop {
            println!("{:?}", client.get(base.join("/2010-04-01/Accounts/AC/Calls/CA.json")?).send()?); //~ polling_loop
            sleep(Duration::from_secs(1));
        }
    }

    fn with_a_name_in_place_of_the_last(client: &reqwest::blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
        let base = reqwest::Url::parse("https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM1.json")?;
        loop {
            println!("{:?}", client.get(base.join("MM2.json")?).send()?); //~ polling_loop
            sleep(Duration::from_secs(1));
        }
    }

    fn with_an_id_found_before(client: &reqwest::blocking::Client, made: serde_json::Value) -> Result<(), reqwest::Error> {
        let sid = made.get("sid").and_then(|sid| sid.as_str()).unwrap_or_default();
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Calls/{sid}.json");
        loop {
            println!("{:?}", client.get(&url).send()?); //~ polling_loop
            sleep(Duration::from_secs(1));
        }
    }

    async fn with_hyper() -> Result<(), Box<dyn std::error::Error>> {
        let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
            .build(hyper_tls::HttpsConnector::new());
        loop {
            let request = hyper::Request::get(CALL).body(String::new())?;
            let answer = client.request(request).await?; //~ polling_loop
            println!("{}", answer.status());
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn with_isahc() -> Result<(), isahc::Error> {
        loop {
            println!("{:?}", isahc::get_async(CALL).await?); //~ polling_loop
            async_std::task::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn with_awc() -> Result<(), Box<dyn std::error::Error>> {
        let client = awc::Client::default();
        loop {
            println!("{:?}", client.get(CALL).send().await?); //~ polling_loop
            actix_rt::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn with_smol(client: &surf::Client) -> surf::Result<()> {
        loop {
            println!("{:?}", client.get(CALL).await?); //~ polling_loop
            smol::Timer::after(Duration::from_secs(1)).await;
        }
    }

    async fn with_twilio_openapi(sid: &str) -> Result<(), Box<dyn std::error::Error>> {
        let configuration = twilio_openapi::apis::configuration::Configuration::default();
        loop {
            let call = twilio_openapi::apis::default_api::fetch_call(&configuration, "AC", sid).await?; //~ polling_loop
            println!("{call:?}");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

fn main() {}
