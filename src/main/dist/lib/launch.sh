# Sourced by the launchers, which set java, classpath and caches, and then run:
#   launch_kind "$@"     sets kind to help, look (mostly), work or daemon
#   launch "$@"          becomes mailctl

# The command is the first word that is no option: a daemon is worth compiling well, others are not;
# help needs next to nothing. The less a cache holds, the sooner it is there.
launch_kind() {
  kind=help
  value=no
  first=
  for word in "$@"; do
    if [ "$value" = yes ]; then
      value=no
      continue
    fi
    case $word in
      -h | --help | -V | --version)
        kind=help
        return
        ;;
      --config | --set) value=yes ;;
      -*) ;;
      *)
        if [ -z "$first" ]; then
          first=$word
          case $word in
            help | version | completion | man-pages) return ;;
            serve | sandbox | demo) kind=daemon ;;
            inspect | stats | why | verify | recipients | preview | parked | budget) kind=look ;;
            schedule | event | registration | template | suppression | names) kind=look ;;
            *) kind=work ;;
          esac
        fi
        ;;
    esac
  done
}

# What a training run and every later run must have in common. A complaint about the cache would
# otherwise go to stdout. Help ends before any compiling pays; to have the cache always at the same
# address saves moving it, and a command that ends has nothing to hide from a guesser of addresses.
launch_options() {
  options="-Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC"
  fast="-XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
  case $kind in
    help) options="$options $fast -Xint" ;;
    look | work) options="$options $fast -XX:TieredStopAtLevel=1" ;;
  esac
}

# JDK 25 does not notice when a cache was made from another jar, and would run the old code: whoever
# calls this has made sure that the caches in their folder fit.
launch() {
  launch_options
  aot=
  if [ -s "$caches/$kind.aot" ]; then
    aot=-XX:AOTCache=$caches/$kind.aot
  fi
  if [ -z "${COLUMNS:-}" ] && { [ -t 1 ] || [ -t 2 ]; }; then
    size=$(stty size 2>/dev/null </dev/tty) || size=
    options="$options -Dmailctl.columns=${size#* } -Dmailctl.lines=${size% *}"
  fi
  # Java takes the bytes of arguments and file names for what the locale says; C says ASCII.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX)
      unset LC_ALL
      export LC_CTYPE=C.UTF-8
      ;;
  esac
  # shellcheck disable=SC2086,SC2154 # several options, split on purpose; set by the caller
  exec "$java" $options ${aot:+"$aot"} ${MAILCTL_JAVA_OPTS:-} -cp "$classpath" mailctl.Main "$@"
}

# Makes the cache for one kind: a run that does what such commands do, in a folder that is removed.
launch_train() {
  kind=$1
  launch_options
  mkdir -p "$caches"
  work=$(mktemp -d "${TMPDIR:-/tmp}/mailctl-training.XXXXXX")
  if launch_prepare && launch_record; then
    mv "$work/cache" "$caches/$kind.aot"
  else
    # Slower, and no worse. The next try is after the next build.
    tail -n 5 "$work/log" >&2
    echo "mailctl: no start-up cache could be made" >&2
    : >"$caches/$kind.aot"
  fi
  rm -rf "$work"
}

# Something to look at, and to work on.
launch_prepare() {
  case $kind in
    look | work)
      # shellcheck disable=SC2086 # as above
      "$java" $options -cp "$classpath" mailctl.Training prepare "$work" >"$work/log" 2>&1 </dev/null
      ;;
  esac
}

launch_record() {
  # shellcheck disable=SC2086 # as above
  JAVA_TOOL_OPTIONS='' "$java" $options "-XX:AOTCacheOutput=$work/cache" -cp "$classpath" \
    mailctl.Training "$kind" "$work" >"$work/log" 2>&1 </dev/null && [ -s "$work/cache" ]
}
