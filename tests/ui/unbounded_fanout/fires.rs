//! Calls to Twilio of which as many run at once as there is work.

mod hosts {
    pub const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";
    pub const LOOKUPS: &str = "https://lookups.twilio.com/v2/PhoneNumbers";
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how many run at once is the subject here")]
mod calls {
    use super::hosts::{LOOKUPS, MESSAGES};
    use reqwest::{Client, Error, RequestBuilder, Response};
    use std::collections::HashMap;
    use tokio::task::JoinSet;
    use tokio::{spawn, spawn as start};

    pub async fn direct(client: &Client, numbers: Vec<String>) {
        for to in numbers {
            let client = client.clone();
            tokio::spawn(async move {
                client.get(format!("https://lookups.twilio.com/v2/PhoneNumbers/{to}")).send().await //~ unbounded_fanout
            });
        }
    }

    pub async fn const_in_another_module(client: &Client, bodies: Vec<HashMap<String, String>>) {
        for body in bodies {
            let client = client.clone();
            spawn(async move { client.post(MESSAGES).form(&body).send().await }); //~ unbounded_fanout
        }
    }

    pub async fn renamed_import(client: &Client, numbers: &[String]) {
        for to in numbers {
            start(client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
        }
    }

    pub async fn two_helpers_away(client: &Client, numbers: &[String]) {
        for to in numbers {
            tokio::spawn(look_up(client.clone(), to.clone()));
        }
    }

    async fn look_up(client: Client, to: String) -> Result<Response, Error> {
        deliver(client.get(format!("{LOOKUPS}/{to}"))).await
    }

    async fn deliver(request: RequestBuilder) -> Result<Response, Error> {
        request.send().await //~ unbounded_fanout
    }

    pub struct Campaign {
        client: Client,
        numbers: Vec<String>,
    }

    impl Campaign {
        pub async fn look_up(&self) {
            let mut tasks = JoinSet::new();
            for to in &self.numbers {
                let request = self.client.get(format!("{LOOKUPS}/{to}"));
                let request = request.header("Accept", "application/json");
                tasks.spawn(request.send()); //~ unbounded_fanout
            }
            while tasks.join_next().await.is_some() {}
        }
    }

    pub async fn in_a_macro_argument(client: &Client, numbers: &[String]) {
        for to in numbers {
            println!("{:?}", tokio::spawn(client.get(format!("{LOOKUPS}/{to}")).send())); //~ unbounded_fanout
        }
    }

    pub async fn spawned_in_a_closure(client: &Client, numbers: &[String]) {
        numbers.iter().for_each(|to| {
            let request = client.get(format!("{LOOKUPS}/{to}"));
            tokio::spawn(async move { request.send().await }); //~ unbounded_fanout
        });
    }

    pub async fn spawned_for_each(client: &Client, numbers: &[String]) -> Vec<tokio::task::JoinHandle<()>> {
        let work = numbers.iter().map(|to| {
            let request = client.get(format!("{LOOKUPS}/{to}"));
            tokio::spawn(async move { drop(request.send().await) }) //~ unbounded_fanout
        });
        work.collect()
    }

    pub async fn spawned_by_a_helper(client: &Client, numbers: Vec<String>) {
        for to in numbers {
            in_the_background(client.clone(), to);
        }
    }

    fn in_the_background(client: Client, to: String) {
        tokio::spawn(async move { client.get(format!("{LOOKUPS}/{to}")).send().await }); //~ unbounded_fanout
    }

    pub async fn as_they_come(client: Client, mut jobs: tokio::sync::mpsc::UnboundedReceiver<String>) {
        while let Some(to) = jobs.recv().await {
            let client = client.clone();
            tokio::spawn(async move { client.get(format!("{LOOKUPS}/{to}")).send().await }); //~ unbounded_fanout
        }
    }
}

fn main() {}
