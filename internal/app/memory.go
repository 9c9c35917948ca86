package app

import (
	"os"
	"runtime/debug"
)

// memoryGoal is what the garbage collector works towards, and garbage what it lets lie, in per cent of what
// lives: most of what a run allocates is dead within one batch, and to look for it less often
// saves a tenth of the processor's time. Beside the heap a process has 45 MB of program text and about as much of
// SQLite and the runtime: with both it stays under 300 MB resident.
const (
	memoryGoal = 176 << 20
	garbage    = 150
)

// TuneMemory sets both for the process, but nothing where the environment says how much memory it may have, or
// how much garbage may lie.
func TuneMemory() {
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return
	}
	debug.SetMemoryLimit(memoryGoal)
	debug.SetGCPercent(garbage)
}
