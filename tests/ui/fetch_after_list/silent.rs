//! Lists whose elements are read, and fetches of something else.

const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC";

fn call(sid: &str) -> String {
    format!("{API}/Calls/{sid}.json")
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
mod cases {
    use super::{API, call};
    use reqwest::{Client, Error};

    async fn calls(client: &Client) -> Result<String, Error> {
        client.get(format!("{API}/Calls.json")).send().await?.text().await
    }

    pub async fn read(client: &Client) -> Result<(), Error> {
        for line in calls(client).await?.lines() {
            println!("{line}");
        }
        Ok(())
    }

    pub async fn another_resource(client: &Client) -> Result<(), Error> {
        for sid in calls(client).await?.lines() {
            let url = format!("{API}/Recordings/{sid}.json");
            println!("{}", client.get(url).send().await?.text().await?);
        }
        Ok(())
    }

    pub async fn what_belongs_to_each(client: &Client) -> Result<(), Error> {
        for sid in calls(client).await?.lines() {
            let url = format!("{API}/Calls/{sid}/Recordings.json");
            println!("{}", client.get(url).send().await?.text().await?);
        }
        Ok(())
    }

    pub async fn the_first(client: &Client) -> Result<Option<String>, Error> {
        let page = calls(client).await?;
        let Some(sid) = page.lines().next() else { return Ok(None) };
        Ok(Some(client.get(call(sid)).send().await?.text().await?))
    }

    pub async fn the_first_that_fits(client: &Client) -> Result<(), Error> {
        let page = calls(client).await?;
        if let Some(sid) = page.lines().find(|line| line.ends_with('7')) {
            client.get(call(sid)).send().await?;
        }
        Ok(())
    }

    pub async fn ended(client: &Client) -> Result<(), Error> {
        for sid in calls(client).await?.lines() {
            client.post(call(sid)).body("Status=completed").send().await?;
        }
        Ok(())
    }

    pub async fn removed(client: &Client) -> Result<(), Error> {
        let page = client.get(format!("{API}/IncomingPhoneNumbers.json")).send().await?.text().await?;
        for sid in page.lines() {
            client.delete(format!("{API}/IncomingPhoneNumbers/{sid}.json")).send().await?;
        }
        Ok(())
    }

    pub async fn sids_of_our_own(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            println!("{}", client.get(call(sid)).send().await?.text().await?);
        }
        Ok(())
    }

    pub async fn beside_a_list(client: &Client, sids: &[String]) -> Result<(), Error> {
        println!("{}", calls(client).await?.len());
        for sid in sids {
            println!("{}", client.get(call(sid)).send().await?.text().await?);
        }
        Ok(())
    }

    pub async fn another_host(client: &Client) -> Result<(), Error> {
        let page = client.get("https://api.example.com/Calls.json").send().await?.text().await?;
        for sid in page.lines() {
            client.get(format!("https://api.example.com/Calls/{sid}.json")).send().await?;
        }
        Ok(())
    }

    pub async fn permitted(client: &Client) -> Result<(), Error> {
        for sid in calls(client).await?.lines() {
            #[ringfence::permit(fetch_after_list, reason = "the list is an hour old by now")]
            client.get(call(sid)).send().await?;
        }
        Ok(())
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::read(&client), cases::another_resource(&client), cases::what_belongs_to_each(&client)));
    drop((cases::the_first(&client), cases::the_first_that_fits(&client), cases::ended(&client)));
    drop((cases::removed(&client), cases::sids_of_our_own(&client, &[]), cases::beside_a_list(&client, &[])));
    drop((cases::another_host(&client), cases::permitted(&client)));
}
