package localpg

import "golang.org/x/sys/windows"

// alive says whether the process runs.
func alive(pid int) bool {
	h, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return false
	}
	defer func() { _ = windows.CloseHandle(h) }()
	event, err := windows.WaitForSingleObject(h, 0)
	return err == nil && event == uint32(windows.WAIT_TIMEOUT)
}

// runsElsewhere cannot be told on Windows without more rights than we ask for.
func runsElsewhere(int, string) bool { return false }
