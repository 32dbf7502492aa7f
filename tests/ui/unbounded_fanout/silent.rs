//! Calls to Twilio that go one by one, or so many at a time.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how many run at once is the subject here")]
mod calls {
    use reqwest::{Client, Error};
    use std::sync::Arc;
    use tokio::sync::Semaphore;

    const LOOKUPS: &str = "https://lookups.twilio.com/v2/PhoneNumbers";

    pub async fn one_by_one(client: &Client, numbers: &[String]) -> Result<(), Error> {
        for to in numbers {
            client.get(format!("{LOOKUPS}/{to}")).send().await?;
        }
        Ok(())
    }

    pub async fn one_task(client: Client, to: String) {
        tokio::spawn(async move { client.get(format!("{LOOKUPS}/{to}")).send().await });
    }

    pub async fn one_task_that_loops(client: Client, numbers: Vec<String>) {
        tokio::spawn(async move {
            for to in numbers {
                drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
            }
        });
    }

    pub async fn semaphore_before_the_task(client: &Client, numbers: Vec<String>) {
        let room = Arc::new(Semaphore::new(10));
        for to in numbers {
            let Ok(permit) = room.clone().acquire_owned().await else { return };
            let client = client.clone();
            tokio::spawn(async move {
                drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
                drop(permit);
            });
        }
    }

    pub async fn semaphore_in_the_task(client: &Client, room: Arc<Semaphore>, numbers: Vec<String>) {
        for to in numbers {
            let (client, room) = (client.clone(), room.clone());
            tokio::spawn(async move {
                let _permit = room.acquire().await;
                drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
            });
        }
    }

    pub async fn workers(client: &Client, jobs: Arc<tokio::sync::Mutex<Vec<String>>>) {
        for _ in 0..8 {
            let (client, jobs) = (client.clone(), jobs.clone());
            tokio::spawn(async move {
                while let Some(to) = jobs.lock().await.pop() {
                    drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
                }
            });
        }
    }

    pub async fn fixed_array(client: &Client) {
        for to in ["+15558675310", "+15558675311"] {
            let client = client.clone();
            tokio::spawn(async move { client.get(format!("{LOOKUPS}/{to}")).send().await });
        }
    }

    pub async fn array_by_its_type(client: &Client, numbers: [String; 3]) {
        for to in numbers {
            tokio::spawn(client.get(format!("{LOOKUPS}/{to}")).send());
        }
    }

    pub async fn awaited_at_once(client: &Client, numbers: Vec<String>) {
        for to in numbers {
            let client = client.clone();
            let task = tokio::spawn(async move { client.get(format!("{LOOKUPS}/{to}")).send().await });
            drop(task.await);
        }
    }

    pub async fn another_host(client: &Client, ids: Vec<String>) {
        for id in ids {
            tokio::spawn(client.get(format!("https://api.example.com/{id}")).send());
        }
    }

    pub async fn task_beside_the_calls(client: &Client, numbers: &[String]) {
        for to in numbers {
            tokio::spawn(async move { println!("next") });
            drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
        }
    }

    pub async fn first_few(client: &Client, numbers: &[String]) {
        for to in numbers.iter().take(5) {
            tokio::spawn(client.get(format!("{LOOKUPS}/{to}")).send());
        }
    }
}

fn main() {}
