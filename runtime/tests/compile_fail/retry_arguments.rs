//! The arguments of `retry`: all mistakes at once, each at its own word.

type Output = Result<(), ringfence::Error>;

#[ringfence::retry(attempts = 1, base = "200", cap = 10, on = "timeout", atempts = 3)]
fn each_is_wrong() -> Output {
    Ok(())
}

#[ringfence::retry(attempts = 101, base = "20 ms", cap = "1.5s", cap = "2s", on = ["conect", "connect", "connect"])]
async fn each_is_nearly_right() -> Output {
    Ok(())
}

#[ringfence::retry(base = "20s")]
fn longer_than_the_default_cap() -> Output {
    Ok(())
}

#[ringfence::retry(base = "2m", cap = "1m", deadline = "90s")]
fn longer_than_the_cap_and_the_deadline() -> Output {
    Ok(())
}

#[ringfence::retry(cap = 10s, deadline = "2h", "5")]
fn bare() -> Output {
    Ok(())
}

fn main() {
    let _ = (each_is_wrong(), longer_than_the_default_cap(), longer_than_the_cap_and_the_deadline(), bare());
    let _ = each_is_nearly_right();
}
