# Sourced by ./dev: the first command of the README.
run() { # [--fresh] [--until-ready]
  build release heed
  build/release/bin/heed version
  say "There is nothing to serve yet: 'heed serve' follows."
}
