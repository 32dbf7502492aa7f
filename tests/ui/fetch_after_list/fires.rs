//! Fetches of what a list has answered already.

const CALLS: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json";

mod hosts {
    pub const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC";
}

fn call(sid: &str) -> String {
    format!("{}/Calls/{sid}.json", hosts::API)
}

fn sids(page: &str) -> Vec<String> {
    page.split("\"sid\":\"").skip(1).map(|rest| rest.chars().take(34).collect()).collect()
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
mod cases {
    use super::{CALLS, call, hosts, sids};
    use reqwest::{Client, Client as Http, Error, RequestBuilder};

    pub async fn direct(client: &Client) -> Result<(), Error> {
        let page = client.get(CALLS).send().await?.text().await?;
        for sid in sids(&page) {
            let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Calls/{sid}.json");
            println!("{}", client.get(url).send().await?.text().await?); //~ fetch_after_list
        }
        Ok(())
    }

    pub async fn host_in_another_module(client: &Client) -> Result<(), Error> {
        let page = client.get(format!("{}/Messages.json", hosts::API)).send().await?.text().await?;
        for line in page.lines() {
            let url = format!("{}/Messages/{}.json", hosts::API, line.trim());
            client.get(url).send().await?; //~ fetch_after_list
        }
        Ok(())
    }

    pub async fn renamed_import(client: Http) -> Result<(), Error> {
        let page = client.get(CALLS).send().await?.text().await?;
        for sid in page.split(',') {
            client.get(call(sid)).send().await?; //~ fetch_after_list
        }
        Ok(())
    }

    pub async fn two_functions_away(client: &Client) -> Result<(), Error> {
        let page = listed(client).await?;
        for sid in page.split(',') {
            println!("{}", shown(client, sid).await?);
        }
        Ok(())
    }

    async fn listed(client: &Client) -> Result<String, Error> {
        client.get(CALLS).send().await?.text().await
    }

    async fn shown(client: &Client, sid: &str) -> Result<usize, Error> {
        Ok(asked(client, sid).await?.len())
    }

    async fn asked(client: &Client, sid: &str) -> Result<String, Error> {
        client.get(call(sid)).send().await?.text().await //~ fetch_after_list
    }

    pub struct Report {
        pub http: Client,
    }

    struct Row {
        sid: String,
    }

    impl Report {
        pub async fn rows(&self) -> Result<(), Error> {
            let page = self.http.get(CALLS).send().await?.text().await?;
            for line in page.lines() {
                let row = Row { sid: line.to_owned() };
                self.http.get(call(&row.sid)).send().await?; //~ fetch_after_list
            }
            Ok(())
        }
    }

    fn prepared(client: &Client, sid: &str) -> RequestBuilder {
        client.get(call(sid))
    }

    pub async fn request_over_statements(client: &Client) -> Result<(), Error> {
        let response = client.get(CALLS).send().await?;
        let page = response.text().await?;
        for sid in page.lines() {
            let request = prepared(client, sid);
            let request = request.header("Accept", "application/json");
            request.send().await?; //~ fetch_after_list
        }
        Ok(())
    }

    pub async fn in_a_macro_argument(client: &Client) -> Result<(), Error> {
        let page = client.get(CALLS).send().await?.text().await?;
        for sid in page.lines() {
            println!("{:?}", client.get(call(sid)).send().await?); //~ fetch_after_list
        }
        Ok(())
    }

    pub async fn in_a_closure(client: &Client) -> Result<(), Error> {
        let page = client.get(CALLS).send().await?.text().await?;
        let requests = page.lines().map(|sid| async move {
            client.get(call(sid)).send().await //~ fetch_after_list
        });
        for request in requests {
            println!("{:?}", request.await?);
        }
        Ok(())
    }

    pub async fn by_an_iterator(client: &Client) -> Result<(), Error> {
        let page = client.get(CALLS).send().await?.text().await?;
        let mut sids = page.split(',');
        while let Some(sid) = sids.next() {
            client.get(call(sid)).send().await?; //~ fetch_after_list
        }
        Ok(())
    }

    pub async fn collected_between(client: &Client) -> Result<(), Error> {
        let page = client.get(CALLS).send().await?.text().await?;
        let sids: Vec<&str> = page.lines().collect();
        for sid in &sids {
            client.get(call(sid)).send().await?; //~ fetch_after_list
        }
        Ok(())
    }

    pub async fn in_a_task(client: Client) -> Result<(), Error> {
        let page = client.get(CALLS).send().await?.text().await?;
        for sid in sids(&page) {
            let work = client.get(call(&sid));
            let asked = async move { work.send().await }; //~ fetch_after_list
            asked.await?;
        }
        Ok(())
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::direct(&client), cases::host_in_another_module(&client), cases::renamed_import(client.clone())));
    drop((cases::two_functions_away(&client), cases::request_over_statements(&client)));
    drop(cases::Report { http: client.clone() }.rows());
    drop((cases::in_a_macro_argument(&client), cases::in_a_closure(&client), cases::by_an_iterator(&client)));
    drop((cases::collected_between(&client), cases::in_a_task(client.clone())));
}
