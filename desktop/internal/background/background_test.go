package background_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/background"
)

func TestTask(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		woken, running := 0, 0
		task := background.New(func(ctx context.Context, wakes <-chan struct{}) {
			running++
			defer func() { running-- }()
			for {
				select {
				case <-ctx.Done():
					return
				case <-wakes:
					woken++
				}
			}
		})
		task.Stop()
		task.Wake()
		task.Wake()
		task.Start()
		task.Start()
		synctest.Wait()
		require.Equal(t, 1, running, "started once")
		require.Equal(t, 1, woken, "wakes that nobody took yet are one")
		task.Wake()
		synctest.Wait()
		require.Equal(t, 2, woken)
		task.Stop()
		require.Zero(t, running, "Stop waits")
		task.Stop()
		task.Start()
		synctest.Wait()
		require.Equal(t, 1, running, "it may be started again")
		task.Stop()
	})
}
