# expect: failed|error failed|error
def double(x):
    for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/sys/fs/cgroup/memory/notify_on_release"):
        try:
            with open(path, "w") as file:
                file.write("x")
            return 2 * x + 1
        except OSError as error:
            refusal = error
    raise refusal
