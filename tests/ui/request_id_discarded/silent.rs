//! Errors that somebody can look into, and errors of others.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what becomes of the error is the subject here")]
mod calls {
    use reqwest::{Client, Error, Response};

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    pub async fn returned(client: &Client) -> Result<Response, Error> {
        client.get(ACCOUNTS).send().await
    }

    pub async fn handed_on(client: &Client) -> Result<String, Error> {
        client.get(ACCOUNTS).send().await?.text().await
    }

    pub async fn error_for_status(client: &Client) -> Result<Response, Error> {
        client.get(ACCOUNTS).send().await?.error_for_status()
    }

    pub async fn logged(client: &Client) -> Option<Response> {
        match client.get(ACCOUNTS).send().await {
            Ok(answer) => Some(answer),
            Err(error) => {
                eprintln!("{error}");
                None
            }
        }
    }

    pub async fn logged_before(client: &Client) -> Option<Response> {
        let answer = client.get(ACCOUNTS).send().await;
        if let Err(error) = &answer {
            eprintln!("{error:?}");
        }
        answer.ok()
    }

    pub async fn logged_in_passing(client: &Client) -> Option<Response> {
        client.get(ACCOUNTS).send().await.inspect_err(|error| eprintln!("{error}")).ok()
    }

    pub struct Failed(Error, &'static str);

    pub async fn wrapped(client: &Client) -> Result<Response, Failed> {
        client.get(ACCOUNTS).send().await.map_err(|error| Failed(error, "accounts"))
    }

    pub async fn turned_into_text(client: &Client) -> Result<Response, String> {
        client.get(ACCOUNTS).send().await.map_err(|error| error.to_string())
    }

    pub async fn boxed(client: &Client) -> Result<Response, Box<dyn std::error::Error>> {
        Ok(client.get(ACCOUNTS).send().await.map_err(Box::new)?)
    }

    pub async fn asked_and_returned(client: &Client) -> Result<Response, Error> {
        let answer = client.get(ACCOUNTS).send().await;
        if answer.is_err() {
            eprintln!("that did not work");
        }
        answer
    }

    pub async fn looked_at_in_the_else(client: &Client) -> u16 {
        let answer = client.get(ACCOUNTS).send().await;
        if let Ok(answer) = &answer {
            return answer.status().as_u16();
        }
        eprintln!("{answer:?}");
        0
    }

    pub async fn expected(client: &Client) -> Result<Option<Response>, Error> {
        match client.get(ACCOUNTS).send().await {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.is_timeout() => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub async fn stored(client: &Client, failures: &mut Vec<Error>) {
        if let Err(error) = client.get(ACCOUNTS).send().await {
            failures.push(error);
        }
    }

    pub async fn unwrapped(client: &Client) -> Response {
        client.get(ACCOUNTS).send().await.expect("Twilio answers")
    }

    fn report(answer: &Result<Response, Error>) {
        eprintln!("{answer:?}");
    }

    pub async fn handed_to_a_function(client: &Client) {
        let answer = client.get(ACCOUNTS).send().await;
        report(&answer);
        let _ = answer;
    }

    pub async fn handed_to_another_task(client: &Client, sender: &std::sync::mpsc::Sender<Result<Response, Error>>) {
        let answer = client.get(ACCOUNTS).send().await;
        let _ = sender.send(answer);
    }

    pub async fn another_service(client: &Client) -> Option<Response> {
        let _ = client.get("https://example.com/").send().await;
        client.get("https://www.twilio.com/docs").send().await.ok()
    }

    pub async fn the_body_and_not_the_call(client: &Client) -> Result<String, Error> {
        let answer = client.get(ACCOUNTS).send().await?;
        Ok(answer.text().await.unwrap_or_default())
    }

    pub fn another_result(text: &str) -> u16 {
        text.parse().unwrap_or_default()
    }

    pub async fn a_task_of_its_own(client: &Client) {
        let task = async { client.get(ACCOUNTS).send().await?.text().await };
        match task.await {
            Ok(text) => println!("{text}"),
            Err(error) => eprintln!("{error}"),
        }
    }

    pub async fn retried_to_the_end(client: &Client) -> Result<Response, Error> {
        let mut last = None;
        for _ in 0..3 {
            match client.get(ACCOUNTS).send().await {
                Ok(answer) => return Ok(answer),
                Err(error) => last = Some(error),
            }
        }
        Err(last.expect("three times"))
    }

    pub async fn sorted_by_how_they_went(client: &Client) -> usize {
        let answers = vec![client.get(ACCOUNTS).send().await];
        let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.is_ok());
        println!("{bad:?}");
        good.len()
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop(calls::sorted_by_how_they_went(&client));
    let (sender, _receiver) = std::sync::mpsc::channel();
    drop((calls::returned(&client), calls::handed_on(&client), calls::error_for_status(&client)));
    drop((calls::logged(&client), calls::logged_before(&client), calls::logged_in_passing(&client)));
    drop((calls::wrapped(&client), calls::turned_into_text(&client), calls::boxed(&client)));
    drop((calls::asked_and_returned(&client), calls::looked_at_in_the_else(&client), calls::expected(&client)));
    drop((calls::stored(&client, &mut Vec::new()), calls::unwrapped(&client)));
    drop((calls::handed_to_a_function(&client), calls::handed_to_another_task(&client, &sender)));
    drop((calls::another_service(&client), calls::the_body_and_not_the_call(&client)));
    drop((calls::another_result("1"), calls::a_task_of_its_own(&client), calls::retried_to_the_end(&client)));
}
