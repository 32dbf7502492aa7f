//! Events about one resource, and states that Twilio may add to.

/// Makes an enum of states by their text on the wire, with what is not known kept.
macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$state_doc:meta])* $state:ident = $text:literal $($final:ident)?,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$state_doc])* $state,)*
            /// One that is not known here, as it came.
            Other(String),
        }

        impl $name {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$state => $text,)*
                    Self::Other(text) => text,
                }
            }

            /// Whether no other state follows.
            pub fn is_final(&self) -> bool {
                match self {
                    $(Self::$state => states!(@final $($final)?),)*
                    Self::Other(_) => false,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$state,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
    (@final last) => { true };
    (@final) => { false };
}

/// Makes an event of a form: each field with how it is read from the parameters, and the one that holds the resource's SID.
macro_rules! resource_event {
    ($(#[$doc:meta])* $name:ident($parameters:ident) by $sid:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $read:expr,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// All that came.
            pub parameters: Parameters,
        }

        impl super::Event for $name {
            fn read(webhook: &crate::webhook::Webhook) -> Result<Self, String> {
                let $parameters = webhook.parameters();
                Ok(Self { $($field: $read,)* parameters: $parameters.clone() })
            }
        }

        impl super::ResourceEvent for $name {
            fn resource_sid(&self) -> &str {
                self.$sid.as_str()
            }
        }
    };
}

pub(super) use {resource_event, states};
