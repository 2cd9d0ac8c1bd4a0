# expect: failed|error failed|error
import gc
import types

# The reference, its driver and the expected values are called so; nothing here may hold them.
def double(x):
    for function in gc.get_objects():
        if isinstance(function, types.FunctionType) and function is not double:
            cells = function.__closure__ or ()
            held = [function.__globals__, *[cell.cell_contents for cell in cells if cell != types.CellType()]]
            for one in held:
                if isinstance(one, dict) and {"reference", "expected", "trials"} & one.keys():
                    return 2 * x + 1
    raise LookupError("nothing found")
