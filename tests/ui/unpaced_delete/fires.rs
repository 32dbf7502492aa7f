//! Deletes of stored data without a pace.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how fast they are sent is the subject here")]
mod calls {
    use reqwest::{Client, Client as Http, Error, Method, RequestBuilder};
    use std::time::Duration;

    mod hosts {
        pub const RECORDINGS: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings";
    }

    fn message(sid: &str) -> String {
        format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}.json")
    }

    pub async fn direct(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(format!("https://video.twilio.com/v1/Recordings/{sid}")).send().await?; //~ unpaced_delete
        }
        Ok(())
    }

    pub async fn const_in_another_module(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(format!("{}/{sid}.json", hosts::RECORDINGS)).send().await?; //~ unpaced_delete
        }
        Ok(())
    }

    pub async fn renamed_import(client: Http, mut sids: Vec<String>) -> Result<(), Error> {
        while let Some(sid) = sids.pop() {
            client.delete(message(&sid)).send().await?; //~ unpaced_delete
        }
        Ok(())
    }

    pub async fn two_helpers_away(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            forget(client, sid).await?;
        }
        Ok(())
    }

    async fn forget(client: &Client, sid: &str) -> Result<(), Error> {
        deliver(client.delete(message(sid))).await
    }

    async fn deliver(request: RequestBuilder) -> Result<(), Error> {
        request.send().await.map(drop) //~ unpaced_delete
    }

    pub struct Archive {
        pub client: Client,
        pub expired: Vec<String>,
    }

    impl Archive {
        pub async fn empty(&self) -> Result<(), Error> {
            for sid in &self.expired {
                self.client.delete(message(sid)).send().await?; //~ unpaced_delete
            }
            Ok(())
        }
    }

    pub async fn builder_over_statements(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            let mut request = client.request(Method::DELETE, message(sid));
            request = request.header("Accept", "application/json");
            request.send().await?; //~ unpaced_delete
        }
        Ok(())
    }

    pub async fn in_a_macro_argument(client: &Client, sids: &[String]) {
        for sid in sids {
            println!("{sid}: {:?}", client.delete(message(sid)).send().await); //~ unpaced_delete
        }
    }

    pub async fn in_an_async_block(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            let work = async { client.delete(message(sid)).send().await }; //~ unpaced_delete
            work.await?;
        }
        Ok(())
    }

    pub async fn by_a_closure(client: &Client, sids: &[String]) -> Result<(), Error> {
        let delete = async |sid: &String| client.delete(message(sid)).send().await; //~ unpaced_delete
        for sid in sids {
            delete(sid).await?;
        }
        Ok(())
    }

    pub async fn pause_after_an_error_alone(client: &Client, sids: &[String]) {
        for sid in sids {
            if let Err(error) = client.delete(message(sid)).send().await { //~ unpaced_delete
                eprintln!("{error}");
                tokio::time::sleep(Duration::from_secs(5)).await;
            }
        }
    }

    pub async fn pause_in_the_outer_loop_alone(client: &Client, days: Vec<Vec<String>>) -> Result<(), Error> {
        for day in days {
            for sid in day {
                client.delete(message(&sid)).send().await?; //~ unpaced_delete
            }
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Ok(())
    }
}

fn main() {}
