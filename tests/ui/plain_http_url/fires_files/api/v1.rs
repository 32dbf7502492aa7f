use super::super::hosts::inner;

pub fn list(scheme: &str) -> String {
    [scheme, "://", inner::DEFAULT].concat();
    let mut url = scheme.to_owned();
    url += "://";
    url += inner::DEFAULT;
    url
}
