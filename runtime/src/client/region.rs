//! Where Twilio processes a request, which the host alone decides.

use crate::error::Problem;

/// A processing region. It gives the whole host: there are three shapes that work, and this type makes no other.
///
/// | region | host of the API |
/// |---|---|
/// | `Us1` | `api.twilio.com` |
/// | `Ie1` | `api.dublin.ie1.twilio.com` |
/// | `Au1` | `api.sydney.au1.twilio.com` |
///
/// Keys and data belong to one region: an API key of one is refused in the others (error 20003), and a SID of one is
/// not found in the others. Not every product is in every region.
///
/// Twilio's page: <https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// The United States: the default.
    #[default]
    Us1,
    /// Ireland, through the edge Dublin.
    Ie1,
    /// Australia, through the edge Sydney.
    Au1,
}

/// The domain of every host that credentials may go to.
const DOMAIN: &str = ".twilio.com";

impl Region {
    /// The host of an operation in this region; `None` where it is no host of Twilio's, or has no regional form.
    pub(crate) fn host(self, default_host: &str) -> Option<String> {
        let product = default_host.strip_suffix(DOMAIN)?;
        let label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if !product.split('.').all(label) {
            return None;
        }
        match self {
            Self::Us1 => Some(default_host.to_owned()),
            _ if product.contains('.') => None,
            Self::Ie1 => Some(format!("{product}.dublin.ie1{DOMAIN}")),
            Self::Au1 => Some(format!("{product}.sydney.au1{DOMAIN}")),
        }
    }

    /// The region that `TWILIO_REGION` and `TWILIO_EDGE` name together.
    pub(crate) fn from_names(region: Option<&str>, edge: Option<&str>) -> Result<Self, Problem> {
        let region_problem = |text: String| Err(Problem::new("TWILIO_REGION", text));
        let edge_problem = |text: String| Err(Problem::new("TWILIO_EDGE", text));
        match (region, edge) {
            (None, None) | (Some("us1"), None | Some("ashburn")) => Ok(Self::Us1),
            (Some("ie1"), Some("dublin")) => Ok(Self::Ie1),
            (Some("au1"), Some("sydney")) => Ok(Self::Au1),
            (None, Some(edge)) => edge_problem(format!(
                "is {edge:?} without TWILIO_REGION: the request would be processed in the US all the same; set both \
                 (ie1 and dublin, au1 and sydney) or neither"
            )),
            (Some(region @ ("ie1" | "au1")), None) => region_problem(format!(
                "is {region:?} without TWILIO_EDGE: api.{region}.twilio.com was shut off in April 2026; set \
                 TWILIO_EDGE={} as well",
                if region == "ie1" { "dublin" } else { "sydney" }
            )),
            (Some(region @ ("ie1" | "au1")), Some(edge)) => edge_problem(format!(
                "is {edge:?}, which does not belong to TWILIO_REGION={region}: use {}",
                if region == "ie1" { "dublin" } else { "sydney" }
            )),
            (Some("us1"), Some(edge)) => {
                edge_problem(format!("is {edge:?}, which has no effect on the REST API in us1: unset it"))
            }
            (Some(region @ ("br1" | "de1" | "jp1" | "sg1" | "us2")), _) => region_problem(format!(
                "is {region:?}, which processes no REST requests (they went to us1, and its hosts were shut off in \
                 April 2026): use us1, ie1 with dublin, or au1 with sydney"
            )),
            (Some(region), _) => region_problem(format!(
                "is {region:?}, which is no processing region: use us1, ie1 with TWILIO_EDGE=dublin, or au1 with \
                 TWILIO_EDGE=sydney"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_gives_the_whole_host() {
        assert_eq!(Region::Us1.host("api.twilio.com").as_deref(), Some("api.twilio.com"));
        assert_eq!(
            Region::Ie1.host("flex-api.twilio.com").as_deref(),
            Some("flex-api.dublin.ie1.twilio.com")
        );
        assert_eq!(Region::Au1.host("api.twilio.com").as_deref(), Some("api.sydney.au1.twilio.com"));
        assert_eq!(Region::Ie1.host("a.b.twilio.com"), None);
        for foreign in [
            "",
            "twilio.com",
            ".twilio.com",
            "twilio.com.evil.example",
            "x@evil.twilio.com",
            "a/b.twilio.com",
        ] {
            assert_eq!(Region::Us1.host(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn region_and_edge_must_agree() {
        for (region, edge, expected) in [
            (None, None, Some(Region::Us1)),
            (Some("us1"), None, Some(Region::Us1)),
            (Some("ie1"), Some("dublin"), Some(Region::Ie1)),
            (Some("au1"), Some("sydney"), Some(Region::Au1)),
            (Some("ie1"), None, None),
            (Some("au1"), Some("dublin"), None),
            (Some("us1"), Some("sydney"), None),
            (None, Some("sydney"), None),
            (Some("jp1"), Some("tokyo"), None),
            (Some("de1"), None, None),
            (Some("mars"), None, None),
        ] {
            assert_eq!(Region::from_names(region, edge).ok(), expected, "{region:?} {edge:?}");
        }
    }

    #[test]
    fn the_reason_is_given() {
        let dead = Region::from_names(Some("ie1"), None).unwrap_err();
        assert!(dead.text().contains("shut off") && dead.text().contains("TWILIO_EDGE=dublin"), "{dead}");
        let mismatch = Region::from_names(Some("au1"), Some("dublin")).unwrap_err();
        assert_eq!(mismatch.name(), "TWILIO_EDGE");
    }
}
