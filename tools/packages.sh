# Sourced by the other scripts here: how this machine installs a system package.

# Prints the command that installs a package, named for apt, dnf or yum or zypper, apk, pacman and Homebrew in turn.
# Prints nothing where none of these is found.
install_command() {
    if command -v apt-get >/dev/null; then
        echo "apt-get update && ${sudo}apt-get install -y --no-install-recommends $1"
    elif command -v dnf >/dev/null; then
        echo "dnf install -y $2"
    elif command -v yum >/dev/null; then
        echo "yum install -y $2"
    elif command -v zypper >/dev/null; then
        echo "zypper --non-interactive install $2"
    elif command -v apk >/dev/null; then
        echo "apk add $3"
    elif command -v pacman >/dev/null; then
        echo "pacman -Sy --noconfirm $4"
    elif command -v brew >/dev/null; then
        echo "brew install $5"
    fi
}

# Homebrew refuses to run as root; the others need it.
if [ "$(id -u)" -eq 0 ] || command -v brew >/dev/null; then sudo=""; else sudo="sudo "; fi
