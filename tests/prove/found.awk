# The command's findings as lines `path:line<TAB>lint`.
/^(error|warning)\[[a-z_]+\]/ { split($0, part, /[][]/); lint = part[2] }
/^ *--> / && lint != "" { split($2, at, ":"); print at[1] ":" at[2] "\t" lint; lint = "" }
