//! Lists that are filtered, limited, or read one after the other.

const API: &str = "https://api.twilio.com";

fn next_page(text: &str) -> Option<String> {
    text.split_once("next_page_uri").map(|(_, rest)| rest.to_owned())
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how much it asks for is the subject here")]
mod cases {
    use super::{API, next_page};
    use reqwest::{Client, Error};

    pub async fn one_page(client: &Client) -> Result<Vec<String>, Error> {
        let text = client.get(format!("{API}/2010-04-01/Accounts/AC/Calls.json")).send().await?.text().await?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    pub async fn one_after_the_other(client: &Client) -> Result<(), Error> {
        let mut uri = Some("/2010-04-01/Accounts/AC/Calls.json".to_owned());
        while let Some(path) = uri {
            let text = client.get(format!("{API}{path}")).send().await?.text().await?;
            uri = next_page(&text);
            for line in text.lines() {
                println!("{line}");
            }
        }
        Ok(())
    }

    pub async fn folded_to_a_number(client: &Client) -> Result<usize, Error> {
        let mut calls = 0;
        let mut uri = Some("/2010-04-01/Accounts/AC/Calls.json".to_owned());
        while let Some(path) = uri {
            let text = client.get(format!("{API}{path}")).send().await?.text().await?;
            uri = next_page(&text);
            calls += text.lines().count();
        }
        Ok(calls)
    }

    pub async fn filtered(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let url = format!("{API}/2010-04-01/Accounts/AC/Calls.json?Status=busy&Page={page}");
            let text = client.get(url).send().await?.text().await?;
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }

    pub async fn filtered_by_query(client: &Client, since: &str) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let page = page.to_string();
            let query = [("StartTime>", since), ("Page", page.as_str())];
            let url = format!("{API}/2010-04-01/Accounts/AC/Calls.json");
            let text = client.get(url).query(&query).send().await?.text().await?;
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }

    pub async fn filtered_by_who_knows(client: &Client, filters: &[(&str, &str)]) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let url = format!("{API}/2010-04-01/Accounts/AC/Calls.json?Page={page}");
            let text = client.get(url).query(filters).send().await?.text().await?;
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }

    pub async fn the_same_list_of_many_calls(client: &Client, calls: &[String]) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for call in calls {
            let url = format!("{API}/2010-04-01/Accounts/AC/Calls/{call}/Recordings.json");
            all.push(client.get(url).send().await?.text().await?);
        }
        Ok(all)
    }

    pub async fn so_many_pages(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0..3 {
            let url = format!("{API}/2010-04-01/Accounts/AC/Calls.json?Page={page}");
            all.push(client.get(url).send().await?.text().await?);
        }
        Ok(all)
    }

    pub async fn another_host(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let text = client.get(format!("https://api.example.com/Calls.json?Page={page}")).send().await?.text().await?;
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }

    pub async fn permitted(client: &Client) -> Result<Vec<String>, Error> {
        let mut all = Vec::new();
        for page in 0.. {
            let url = format!("{API}/2010-04-01/Accounts/AC/Calls.json?Page={page}");
            #[ringfence::permit(unbounded_list, reason = "a new account has but a few")]
            let text = client.get(url).send().await?.text().await?;
            if text.is_empty() {
                break;
            }
            all.push(text);
        }
        Ok(all)
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::one_page(&client), cases::one_after_the_other(&client), cases::folded_to_a_number(&client)));
    drop((cases::filtered(&client), cases::filtered_by_query(&client, ""), cases::filtered_by_who_knows(&client, &[])));
    drop(cases::so_many_pages(&client));
    drop((cases::the_same_list_of_many_calls(&client, &[]), cases::another_host(&client), cases::permitted(&client)));
}
