#!/bin/bash
# Completion in real shells, bash and zsh, at a terminal: commands, options,
# codes, files, and the names of endpoints, of a daemon that runs and of one that
# does not.
#   tests/system/completion.sh BUILD_DIR
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
system_begin "$@" python3 zsh

installed=$work/installed
make -s -C "$build" install DESTDIR="$installed" >"$work/install.log" 2>&1 ||
	fail "$(cat "$work/install.log")"
bash_file=$(find "$installed" -path '*/bash-completion/completions/chainwatch')
bashd_file=$(find "$installed" -path '*/bash-completion/completions/chainwatchd')
zsh_file=$(find "$installed" -path '*/site-functions/_chainwatch')
claim "the files are installed where shells look" test -s "$bash_file" -a \
	-s "$bashd_file" -a -s "$zsh_file"

config=$work/chainwatchd.yaml
cat >"$config" <<-END
	state_directory: $work/state
	defaults: {interval: 1h, timeout: 2s}
	notify: {journal: false, stderr: true}
	endpoints:
	  - {host: shop.test, addresses: ["127.45.67.1:1"]}
	  - {host: shop.test, port: 8443, addresses: ["127.45.67.1:1"]}
	  - {host: mail.test, port: 993, addresses: ["127.45.67.1:1"]}
END

# SHELL LINE SETUP WANTED: presses tab behind the line, until WANTED shows
cat >"$work/press.py" <<'END'
import os, pty, re, select, signal, sys, time
shell, line, setup = sys.argv[1:4]
args = {"bash": ["bash", "--norc", "--noprofile", "-i"],
        "zsh": ["zsh", "-f", "-i"]}[shell]
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(PS1="", TERM="dumb", LANG="C.UTF-8")
    os.execvp(args[0], args)
seen = b""
def wait_for(pattern, seconds):
    global seen
    end = time.time() + seconds
    while not re.search(pattern, seen):
        left = end - time.time()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            sys.exit("nothing like %r in: %r" % (pattern, seen))
        seen += os.read(fd, 65536)
os.write(fd, (setup + "\n" + "echo rea''dy\n").encode())
patience = int(os.environ.get("CHAINWATCH_PATIENCE", 1))
wait_for(rb"ready\r?\n", 30 * patience)
seen = b""
os.write(fd, (line + "\t").encode())
want = sys.argv[4].encode()
end = time.time() + 20 * patience
def shown():
    """What stands there: without colours and moves, backspaces done."""
    text = b""
    for c in re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]|\r|\x07|\0", b"", seen):
        text = text[:-1] if c == 8 else text + bytes([c])
    return text
while want not in shown() and time.time() < end:
    if select.select([fd], [], [], 0.2)[0]:
        seen += os.read(fd, 65536)
os.kill(pid, signal.SIGKILL)
os.waitpid(pid, 0)
print(repr(seen))
sys.exit(0 if want in shown() else 1)
END

# shellcheck disable=SC2034 # by ${!prepare}
prepare_bash="bind 'set bell-style none'; bind 'set enable-bracketed-paste off'
PATH=$build:\$PATH; cd '$work'; . '$bash_file'; . '$bashd_file'"
# shellcheck disable=SC2034 # by ${!prepare}
prepare_zsh="PATH=$build:\$PATH; cd '$work'; fpath=('${zsh_file%/*}' \$fpath)
autoload -Uz compinit; compinit -u -d '$work/zcompdump'; unset zle_bracketed_paste"

# completes SHELL LINE WANTED: pressing tab behind LINE makes it show WANTED
completes()
{
	local prepare=prepare_$1
	python3 "$work/press.py" "$1" "$2" "${!prepare}" "$3" >"$work/out" 2>&1 &&
		return
	cat "$work/out"
	return 1
}

touch "$work/fullchain.pem"
mkdir "$work/state"
for shell in bash zsh; do
	claim "$shell completes a command" \
		completes $shell "chainwatch notif" "chainwatch notify-test "
	claim "$shell completes an option" \
		completes $shell "chainwatch lint --trust-p" "--trust-password-file"
	claim "$shell completes a code" \
		completes $shell "chainwatch explain too-f" "too-few-scts"
	claim "$shell completes a file" \
		completes $shell "chainwatch lint fullch" "fullchain.pem"
	claim "$shell completes a value behind =" \
		completes $shell "chainwatch check --starttls=postg" "=postgres"
	claim "$shell completes an option of the daemon" \
		completes $shell "chainwatchd --check-c" "--check-config"
done

is_up()
{
	[ -S "$work/state/control.sock" ]
}
daemon_start
claim "a daemon runs" wait_for 30 is_up
offers()
{
	[ "$("$build/chainwatch" complete "$@" 2>&1 | sort | tr '\n' ' ')" = \
		"$wanted" ]
}
wanted='mail.test:993 shop.test shop.test:8443 '
claim "the command offers its endpoints" wait_for 30 \
	offers status -c "$config" ''
wanted='mail.test:993 '
claim "those that begin so" offers status --config "$config" ma
for shell in bash zsh; do
	claim "$shell completes an endpoint" completes $shell \
		"chainwatch status -c $config mai" "mail.test:993"
	claim "$shell completes behind the colon" completes $shell \
		"chainwatch show -c $config mail.test:9" "mail.test:993"
done
kill -TERM "$daemon"
claim "the daemon stops" daemon_ends 20
wanted='mail.test:993 shop.test shop.test:8443 '
claim "then its store is asked" offers status -c "$config" ''
wanted=' '
claim "a socket that answers nobody is no reason to wait" test -z \
	"$("$build/chainwatch" complete status --socket "$work/nowhere" '' 2>&1)"

python3 - "$work/deaf.sock" <<'END' &
import socket, sys, time
s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); time.sleep(600)
END
extra_pids+=("$!")
is_deaf()
{
	[ -S "$work/deaf.sock" ]
}
claim "one that is deaf" wait_for 10 is_deaf
claim "nor is one that is deaf waited for" timeout "$(patient 10)" \
	"$build/chainwatch" complete status --socket "$work/deaf.sock" ''
# What the daemon's own help says is what is completed.
for option in $("$build/chainwatchd" --help | grep -oE -- '--[a-z-]+' | sort -u)
do
	grep -q -- "$option" "$bashd_file" || fail "$option is not in bash"
	grep -q -- "$option" "$zsh_file" || fail "$option is not in zsh"
done
claim "all options of the daemon are there" true
