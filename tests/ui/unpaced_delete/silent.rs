//! Deletes that keep a pace, deletes of one thing, and deletes of what is no stored data.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how fast they are sent is the subject here")]
mod calls {
    use reqwest::{Client, Error};
    use std::time::Duration;
    use tokio::time::{interval, sleep};

    fn message(sid: &str) -> String {
        format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}.json")
    }

    pub async fn one(client: &Client, sid: &str) -> Result<(), Error> {
        client.delete(message(sid)).send().await.map(drop)
    }

    pub async fn pause_after_each(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(message(sid)).send().await?;
            sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    pub async fn ticks(client: &Client, sids: &[String]) -> Result<(), Error> {
        let mut pace = interval(Duration::from_millis(200));
        for sid in sids {
            pace.tick().await;
            client.delete(message(sid)).send().await?;
        }
        Ok(())
    }

    pub async fn pause_in_a_helper(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            rest().await;
            client.delete(message(sid)).send().await?;
        }
        Ok(())
    }

    async fn rest() {
        sleep(Duration::from_millis(500)).await;
    }

    pub async fn another_host(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(format!("https://api.example.com/messages/{sid}")).send().await?;
        }
        Ok(())
    }

    pub async fn no_stored_data(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.delete(format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Addresses/{sid}.json")).send().await?;
        }
        Ok(())
    }

    pub async fn no_delete(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.get(message(sid)).send().await?;
        }
        Ok(())
    }

    pub async fn an_option(client: &Client, sid: Option<String>) -> Result<(), Error> {
        if let Some(sid) = sid {
            client.delete(message(&sid)).send().await?;
        }
        Ok(())
    }

    pub async fn permitted(client: &Client, sids: [&str; 3]) -> Result<(), Error> {
        for sid in sids {
            #[ringfence::permit(unpaced_delete, reason = "three at most, at night")]
            client.delete(message(sid)).send().await?;
        }
        Ok(())
    }
}

fn main() {}
