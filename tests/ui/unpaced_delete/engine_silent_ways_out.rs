//! Loops that delete one thing, where they are left.

use self::twilio::api_v2010;

ringfence::include_api!();

async fn the_one_that_is_wanted(client: &ringfence::Client, sids: &[String], wanted: &str) -> Result<(), ringfence::Error> {
    for sid in sids {
        if sid == wanted {
            api_v2010::delete_message(sid).send(client).await?;
            break;
        }
    }
    Ok(())
}

async fn the_first_that_fits(client: &ringfence::Client, sids: &[String]) -> Result<(), ringfence::Error> {
    for sid in sids {
        match sid.len() {
            34 => return api_v2010::delete_message(sid).send(client).await.map(drop),
            _ => continue,
        }
    }
    Ok(())
}
