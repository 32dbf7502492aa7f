//! States that Twilio may add to.

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

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
    (@final last) => { true };
    (@final) => { false };
}

pub(super) use states;
