"""Messages and bytes between the host and its workers.

A frame is a 16-byte head, strict JSON, and arrays in safetensors layout (`frames`). `codec` turns `Data`
into a JSON tree plus arrays and back; `messages` are the requests and replies built on it. Nothing here
evaluates, unpickles or calls what arrives: bytes become arrays and plain scalars, or a `WireError`.
"""
