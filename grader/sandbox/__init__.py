"""The sandbox: where student and author code runs, and how the host learns what became of it.

Theory of operation
===================

Processes. The host starts one *mother* per framework (`mother`). She imports NumPy or torch once, with thread
counts of one, plays a hand-in's course of her own, freezes the garbage collector and forks two *zygotes*
(`zygote`): one forks the workers of student code, the other those of the author's. A *worker* (`child`) is a
fork of its zygote: it confines itself, then serves one submission of one problem (`grader.worker`). Mother and
zygotes have never held an expected value, a secret or a student's file.

Descriptors. For each worker the host makes a control socket pair, an output pipe, a bell (another pipe) and a
status socket pair and sends the zygote their far ends, and nothing else. Files, calls and inputs go from the
host to the worker over the control socket; results come back on it, and nothing of them passes through the
zygote. The host sleeps until the worker rings, which it does before it waits itself (`line`). On the status
socket the zygote, which runs no student code, tells the worker's pid and, when it has ended, its exit status as
the kernel gave it; a byte from the host, or its end of file, asks it to kill the worker.

Killing. Only the zygote kills, and only before it has reaped: a pid can never have been reused. It kills the
worker's session and, being the subreaper of its descendants, whatever that worker left behind.

Facts and claims. Times, limits and exits are measured by the host (`supervisor`) or by the kernel. All that a
worker writes is a claim: `wire` turns it into data or refuses it. An answer counts only when it is complete and
valid; half a message, a second one, or an end before it is a verdict of its own (`exits`).

Elsewhere. Where there is no fork, or nothing to confine with, a worker is a fresh interpreter with three pipes
(`interpreters`, `piped`, `fresh`): the same verdicts, seconds later, and no confinement. What a session asks of a
worker is the same for every kind (`exchange`), and so is the suite of tests that each kind passes.

Costs. A fork of a torch process costs milliseconds and a fresh interpreter seconds, so a worker is forked for
each submission of each problem and replaced only when it died: what dies costs its own check alone (`session`).
"""
