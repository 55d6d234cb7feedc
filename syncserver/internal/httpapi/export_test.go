package httpapi

// Route is a line of the table of routes, for the test that walks it.
type Route struct{ Method, Path string }

// Table returns the table of routes.
func (a *API) Table() []Route {
	var all []Route
	for _, r := range a.routes() {
		all = append(all, Route{r.method, r.path})
	}
	return all
}
